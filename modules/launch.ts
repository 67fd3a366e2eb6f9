export { Launch as default } from "../scripts/deploy/launch-module.ts";
