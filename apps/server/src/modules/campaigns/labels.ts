// Names that the parts of campaigns share: what phones are told about, how sealed words are labelled.

/** Tells phones that a campaign, its list or its days have changed. */
export const CAMPAIGN = 'campaign';
/** AAD label of reasons and excuses in words. */
export const WORDS = 'campaign.words';
/** AAD label of what a record keeps: receiver, note, receipt. */
export const RECORD = 'campaign.record';
