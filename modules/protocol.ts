export { Protocol as default } from "../scripts/deploy/protocol.ts";
