// Tags and text of XML that comes in pieces: no tree, nothing kept. Enough of XML for what
// spreadsheet programs write (SpreadsheetML); names are given without their prefix.

export interface TagListener {
  open(name: string, attributes: string): void;
  close(name: string): void;
  text(text: string): void;
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
/** Character references and entities to what they stand for, and Excel's own `_x000D_`. */
export function plainText(text: string): string {
  let plain = text;
  if (plain.includes('&')) {
    plain = plain.replace(/&(#x[0-9a-f]+|#\d+|amp|lt|gt|quot|apos);/gi, (whole, name: string) => {
      if (name.startsWith('#')) return String.fromCodePoint(name[1] === 'x' || name[1] === 'X' ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1)));
      return entities[name.toLowerCase()] ?? whole;
    });
  }
  return plain.includes('_x') ? plain.replace(/_x([0-9A-F]{4})_/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16))) : plain;
}

/** An attribute's value by its name without prefix; undefined where it is not there. */
export function attributeOf(attributes: string, name: string): string | undefined {
  for (let at = attributes.indexOf(`${name}="`); at !== -1; at = attributes.indexOf(`${name}="`, at + 1)) {
    const before = at === 0 ? ' ' : attributes[at - 1];
    if (before !== ' ' && before !== ':' && before !== '\n' && before !== '\t' && before !== '\r') continue;
    const begin = at + name.length + 2;
    return plainText(attributes.slice(begin, attributes.indexOf('"', begin)));
  }
  return undefined;
}

const QUOTE = 34;
/** End of the tag that begins at `from`, past quoted `>`; -1 where it has not come yet. */
function tagEnd(text: string, from: number): number {
  for (let end = text.indexOf('>', from); end !== -1; end = text.indexOf('>', end + 1)) {
    let isQuoted = false;
    for (let at = from; at < end; at += 1) if (text.charCodeAt(at) === QUOTE) isQuoted = !isQuoted;
    if (!isQuoted) return end;
  }
  return -1;
}

const bare = (name: string): string => {
  const colon = name.indexOf(':');
  return colon === -1 ? name : name.slice(colon + 1);
};

/** Takes pieces of text; calls the listener for every tag and text that is complete. */
export function tagReader(listener: TagListener): (piece: string) => void {
  let rest = '';
  const special = (text: string, at: number): number => {
    if (text.startsWith('<!--', at)) return text.indexOf('-->', at) === -1 ? -1 : text.indexOf('-->', at) + 2;
    if (!text.startsWith('<![CDATA[', at)) return text.indexOf('>', at);
    const end = text.indexOf(']]>', at);
    if (end !== -1) listener.text(text.slice(at + 9, end).replaceAll('&', '&amp;'));
    return end === -1 ? -1 : end + 2;
  };
  return (piece) => {
    const text = rest + piece;
    let at = 0;
    for (let begin = text.indexOf('<', at); begin !== -1; begin = text.indexOf('<', at)) {
      const mark = text[begin + 1];
      if (mark === undefined) break;
      const isSpecial = mark === '!' || mark === '?';
      if (isSpecial && text.length < begin + 9) break;
      const textEnd = begin;
      const end = isSpecial ? special(text, begin) : tagEnd(text, begin);
      if (end === -1) break;
      if (textEnd > at) listener.text(text.slice(at, textEnd));
      at = end + 1;
      if (isSpecial) continue;
      if (mark === '/') listener.close(bare(text.slice(begin + 2, end).trim()));
      else {
        const isEmpty = text[end - 1] === '/';
        const tag = text.slice(begin + 1, isEmpty ? end - 1 : end);
        const space = tag.search(/\s/);
        const name = bare(space === -1 ? tag : tag.slice(0, space));
        listener.open(name, space === -1 ? '' : tag.slice(space));
        if (isEmpty) listener.close(name);
      }
    }
    rest = text.slice(at);
  };
}
