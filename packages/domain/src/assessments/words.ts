// A wording in both languages of the interface; wordings of scales are our own short ones, not the
// standard's sentences.
export interface ScaleWords {
  readonly zh: string;
  readonly en: string;
}
export const w = (zh: string, en: string): ScaleWords => ({ zh, en });
