// A photo made small enough to travel over a village's line: at most 200 KB, without the place that the
// camera wrote into it, smaller in steps until it fits.
import { ATTACHMENT_BYTES } from '@shouwang/domain/sync';

/** Longest edge in pixels with quality, from what looks best to what always fits. */
const STEPS: readonly (readonly [edge: number, quality: number])[] = [
  [1600, 0.8],
  [1280, 0.7],
  [1024, 0.6],
  [800, 0.5],
  [640, 0.4],
  [480, 0.4],
  [360, 0.35],
];

/** A JPEG of at most `limit` bytes; null where the file is no picture or cannot be made to fit. */
export async function photoWithin(file: Blob, limit = ATTACHMENT_BYTES): Promise<Blob | null> {
  const picture = await createImageBitmap(file, { imageOrientation: 'from-image' }).catch(() => null);
  if (picture === null) return null;
  try {
    for (const [edge, quality] of STEPS) {
      const scale = Math.min(1, edge / Math.max(picture.width, picture.height));
      const canvas = document.createElement('canvas');
      canvas.width = Math.max(1, Math.round(picture.width * scale));
      canvas.height = Math.max(1, Math.round(picture.height * scale));
      canvas.getContext('2d')?.drawImage(picture, 0, 0, canvas.width, canvas.height);
      const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/jpeg', quality));
      if (blob !== null && blob.size <= limit) return blob;
    }
    return null;
  } finally {
    picture.close();
  }
}
