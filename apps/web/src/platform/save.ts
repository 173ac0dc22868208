// Hands a file that the server answered to the browser's downloads.
export function saveFile(file: { readonly name: string; readonly content: Blob }): void {
  const address = URL.createObjectURL(file.content);
  const anchor = document.createElement('a');
  anchor.href = address;
  anchor.download = file.name;
  anchor.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
