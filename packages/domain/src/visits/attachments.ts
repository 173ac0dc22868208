// What a helper takes along from a visit (000-045, 001-103): photo, voice note, signatures or thumb mark.

export const visitAttachmentKinds = ['photo', 'voice', 'visitorSignature', 'elderSignature', 'elderThumb'] as const;
export type VisitAttachmentKind = (typeof visitAttachmentKinds)[number];

const startsWith = (bytes: Uint8Array, at: number, text: string): boolean => [...text].every((letter, index) => bytes[at + index] === letter.charCodeAt(0));

/** What the bytes are, by how they begin, whatever they are called; null where it is neither picture nor sound. */
export function mediaTypeOf(bytes: Uint8Array): 'image' | 'audio' | null {
  if (startsWith(bytes, 0, '\u00ff\u00d8\u00ff') || startsWith(bytes, 0, '\u0089PNG\r\n') || (startsWith(bytes, 0, 'RIFF') && startsWith(bytes, 8, 'WEBP'))) return 'image';
  if (startsWith(bytes, 0, '\u001aE\u00df\u00a3') || startsWith(bytes, 0, 'OggS') || startsWith(bytes, 4, 'ftyp')) return 'audio';
  return null;
}

/** Does what a file says of itself agree with what it is taken for? */
export const fitsKind = (kind: VisitAttachmentKind, contentType: string, bytes: Uint8Array): boolean => {
  const media = mediaTypeOf(bytes);
  const spoken = kind === 'voice';
  return media === (spoken ? 'audio' : 'image') && (spoken ? /^audio\/(webm|ogg|mp4)$/ : /^image\/(jpeg|png|webp)$/).test(contentType);
};
