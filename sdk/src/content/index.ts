export { announceFinal } from "./announce-final.ts";
export { askAgain, type AskAgainParams } from "./ask-again.ts";
export type { MintedPrompt } from "./asked.ts";
export { collect } from "./collect.ts";
export { commitPrompt, type CommitPromptParams, type CommittedPrompt } from "./commit-prompt.ts";
export {
  collectionStruct,
  createCollection,
  predictCollection,
  type CollectionParams,
  type CollectionTerms,
  type ContentFormat,
} from "./create-collection.ts";
export { ContentError, contentErrors, type ContentErrorCode } from "./errors.ts";
export { getContent, type Content, type ContentState } from "./get-content.ts";
export { decodeTokenURI, getMetadata, type ContentMetadata, type Embedded } from "./metadata.ts";
export { mintPrompt, type MintPromptParams } from "./mint-prompt.ts";
export { promptBytes, tokenIdOf } from "./prompt.ts";
export { reclaim, withdraw } from "./reclaim.ts";
export { update } from "./update.ts";
export { verifyContent, type VerifyContentParams } from "./verify-content.ts";
export { waitForContent, type WaitForContentParams } from "./wait-for-content.ts";
