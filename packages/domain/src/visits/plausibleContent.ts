// What photos, words and answers say about a visit. Routine people answer alike every time, and should:
// equal answers are looked at only where they say something of their own (figures, words), never where
// they say that nothing has changed.
import { idsOfOthers, type Judge, type Scene, type VisitEvidence } from './evidence.ts';
import { bitsApart, isFlat } from './photoHash.ts';
import type { VisitAnswers } from './visit.ts';

/** Figures and words that must agree for answers to be a copy. */
const TELLING_ANSWERS = 3;
/** So many times the length from which a text counts is long, and too short to tell anything. */
const LONG_TEXT = 1.4;
const SHORT_TEXT = 0.7;
/** Texts with so many neighbouring letters in common are one text. */
const ALIKE = 0.9;
/** From so many others, and this share of those who write notes, on a text is everybody's. */
const FEWEST_OTHERS = 3;
const SHARE_OF_WRITERS = 0.02;
/** Share of visits on which nothing is asked to be the habit. */
const UNTOUCHED_SHARE = 0.5;
/** The same room from the same door a week later: nearer than that it is the same picture. */
const SAME_ROOM_BITS = 2;

const repeatedPhoto: Judge = (visit, scene) => {
  const photos = visit.photos.filter((hash) => !isFlat(hash));
  if (visit.photos.length === 0) return null;
  const base = { signal: 'repeatedPhoto' } as const;
  if (photos.length === 0) return { ...base, status: 'unknown', reason: 'flat', facts: {}, visits: [] };
  const candidates = [
    ...scene.visits.filter((other) => other.id !== visit.id).flatMap((other) => other.photos.map((hash) => ({ hash, visitId: other.id, elderId: other.elderId }))),
    ...scene.photosOfOthers.filter(({ visitId }) => visitId !== visit.id),
  ];
  const { photoBits } = scene.rules;
  const alike = candidates.filter(({ hash, elderId }) => {
    const limit = elderId === visit.elderId ? SAME_ROOM_BITS : photoBits;
    return !isFlat(hash) && photos.some((own) => bitsApart(own, hash) <= limit);
  });
  if (alike.length === 0) return { ...base, status: 'fine', reason: 'ownPhoto', facts: { count: candidates.length }, visits: [] };
  const bits = Math.min(...alike.flatMap(({ hash }) => photos.map((own) => bitsApart(own, hash))));
  const elders = new Set(alike.map(({ elderId }) => elderId).filter((id) => id !== visit.elderId)).size;
  return { ...base, status: 'odd', reason: elders > 0 ? 'ofOthers' : 'ofBefore', facts: { bits, count: alike.length }, visits: [...new Set(alike.map(({ visitId }) => visitId))] };
};

/** A note as it is compared: letters and figures alone; blanks and stops do not make another text. */
export const plainNote = (text: string | null): string =>
  (text ?? '')
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]/gu, '');

function pairsOf(text: string): Map<string, number> {
  const pairs = new Map<string, number>();
  for (let at = 0; at + 1 < text.length; at += 1) {
    const pair = text.slice(at, at + 2);
    pairs.set(pair, (pairs.get(pair) ?? 0) + 1);
  }
  return pairs;
}

/** Share of neighbouring letters that two texts have in common (Dice), 0 to 1. */
function likeness(a: string, b: string): number {
  if (a === b) return 1;
  if (Math.abs(a.length - b.length) > 0.2 * Math.max(a.length, b.length)) return 0;
  const [pairsA, pairsB] = [pairsOf(a), pairsOf(b)];
  let common = 0;
  for (const [pair, count] of pairsA) common += Math.min(count, pairsB.get(pair) ?? 0);
  return (2 * common) / Math.max(1, a.length + b.length - 2);
}
const isAlike = (a: string, b: string): boolean => likeness(a, b) >= ALIKE;

/** What many write of their visits in the same words is how one says it here, whatever its length. */
const isEverybodys = (text: string, { notesOfOthers: { writers, having } }: Scene): boolean => having(text) >= Math.max(FEWEST_OTHERS, SHARE_OF_WRITERS * writers);

const copiedText: Judge = (visit, scene) => {
  const text = plainNote(visit.note);
  if (text.length === 0) return null;
  const base = { signal: 'copiedText' } as const;
  const { textLength, again } = scene.rules;
  // What is long and one's own is remembered over all the days compared.
  const compared = text.length >= textLength ? scene.visits : scene.around(visit);
  const alike = compared.filter((other) => isAlike(plainNote(other.note), text));
  const facts = { count: alike.length, length: text.length };
  // A long text of one's own is not written twice.
  if (alike.length < (text.length >= LONG_TEXT * textLength ? 2 : again)) return { ...base, status: 'fine', reason: 'ownWords', facts, visits: [] };
  if (isEverybodys(text, scene)) return { ...base, status: 'fine', reason: 'everybodysWords', facts: { ...facts, writers: scene.notesOfOthers.having(text) }, visits: [] };
  if (text.length < LONG_TEXT * textLength) {
    // One short sentence is how somebody writes that all was well; several in turn, of some length and nobody else's, are a supply.
    const isOfSupply = (other: string): boolean => other.length >= SHORT_TEXT * textLength && !isEverybodys(other, scene);
    const rest = compared.map(({ note }) => plainNote(note)).filter((other) => isOfSupply(other) && !isAlike(other, text));
    const hasSupply = isOfSupply(text) && rest.some((other) => rest.filter((one) => isAlike(one, other)).length >= again);
    if (!hasSupply) return { ...base, status: 'fine', reason: 'stockSentence', facts, visits: [] };
    return { ...base, status: 'odd', reason: 'sentencesInTurn', facts, visits: idsOfOthers(alike, visit) };
  }
  return { ...base, status: 'odd', reason: 'sameWords', facts, visits: idsOfOthers(alike, visit) };
};

/** Answers that say something of their own, as one text; null where there are too few to tell anything. */
function telling(answers: VisitAnswers): string | null {
  const own = Object.entries(answers)
    .filter(([, answer]) => typeof answer === 'number' || (typeof answer === 'string' && /[^\w.-]/.test(answer)))
    .map(([key, answer]) => `${key}=${String(answer)}`)
    .sort();
  return own.length < TELLING_ANSWERS ? null : own.join('\n');
}

const copiedAnswers: Judge = (visit, scene) => {
  const own = telling(visit.answers);
  if (own === null) return null;
  const alike = scene.around(visit).filter((other) => telling(other.answers) === own);
  const isCopied = alike.length >= scene.rules.again;
  return {
    signal: 'copiedAnswers',
    status: isCopied ? 'odd' : 'fine',
    reason: isCopied ? 'sameFigures' : 'ownFigures',
    facts: { count: alike.length },
    visits: isCopied ? idsOfOthers(alike, visit) : [],
  };
};

const untouched: Judge = (visit, scene) => {
  if (visit.mode !== 'home' || visit.asked === null || visit.asked === 0) return null;
  const base = { signal: 'untouched' } as const;
  const { answeredShare, again } = scene.rules;
  const isUntouched = (other: VisitEvidence): boolean => other.asked !== null && Object.keys(other.answers).length < answeredShare * other.asked;
  const facts = { answered: Object.keys(visit.answers).length, asked: visit.asked };
  if (!isUntouched(visit)) return { ...base, status: 'fine', reason: 'asked', facts, visits: [] };
  const home = scene.around(visit).filter(({ mode, outcome }) => mode === 'home' && outcome === 'done');
  const empty = home.filter(isUntouched);
  if (empty.length >= again && empty.length >= UNTOUCHED_SHARE * home.length)
    return { ...base, status: 'odd', reason: 'untouchedAgain', facts: { ...facts, count: empty.length, all: home.length }, visits: idsOfOthers(empty, visit) };
  return { ...base, status: 'noted', reason: 'untouchedOnce', facts, visits: [] };
};

export const judgeContent = { repeatedPhoto, copiedText, copiedAnswers, untouched };
