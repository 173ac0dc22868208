// What other modules use of list and life.
export { closeFile, recordLifeEvent, undoLifeEvent, type LifeEventInput } from './life.ts';
