// Pictures are made small before they leave the device: a photo of a card needs no twelve megapixels, a
// village's line is slow, and what is not sent cannot leak (position in the picture's data goes as well).

/** Longest edge of what is sent, in pixels. */
const LONGEST = 1600;
const QUALITY = 0.86;

/** A JPEG of at most 1600 px; the file as it is where it is no picture that the browser can draw. */
export async function reduced(file: File): Promise<File> {
  if (!file.type.startsWith('image/')) return file;
  const picture = await createImageBitmap(file, { imageOrientation: 'from-image' }).catch(() => null);
  if (picture === null) return file;
  const scale = Math.min(1, LONGEST / Math.max(picture.width, picture.height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(picture.width * scale));
  canvas.height = Math.max(1, Math.round(picture.height * scale));
  const context = canvas.getContext('2d');
  if (context === null) return file;
  // A transparent picture on white, as paper is.
  context.fillStyle = '#fff';
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  const content = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/jpeg', QUALITY));
  return content === null ? file : new File([content], file.name.replace(/\.\w+$/, '').concat('.jpg'), { type: 'image/jpeg' });
}
