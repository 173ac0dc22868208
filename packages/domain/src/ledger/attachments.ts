// Documents and photos on a file: which kinds there are, how large, and what a file really is, told by its
// first bytes and never by its name.

export const attachmentKinds = ['photo', 'idCard', 'disabilityCertificate', 'consent', 'form', 'other'] as const;
export type AttachmentKind = (typeof attachmentKinds)[number];
export const attachmentTypes = ['image/jpeg', 'image/png', 'image/webp', 'application/pdf'] as const;
export type AttachmentType = (typeof attachmentTypes)[number];

/** Bytes of one document, after images were reduced on the device. */
export const ATTACHMENT_LIMIT = 8 * 1024 * 1024;
/** Documents on one file that are not removed. */
export const ATTACHMENTS_LIMIT = 100;

const starts = (bytes: Uint8Array, signature: readonly number[], at = 0): boolean => signature.every((byte, index) => bytes[at + index] === byte);

/** What the bytes are; null for anything that is not taken. */
export function attachmentType(bytes: Uint8Array): AttachmentType | null {
  if (starts(bytes, [0xff, 0xd8, 0xff])) return 'image/jpeg';
  if (starts(bytes, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])) return 'image/png';
  if (starts(bytes, [0x52, 0x49, 0x46, 0x46]) && starts(bytes, [0x57, 0x45, 0x42, 0x50], 8)) return 'image/webp';
  if (starts(bytes, [0x25, 0x50, 0x44, 0x46, 0x2d])) return 'application/pdf';
  return null;
}
