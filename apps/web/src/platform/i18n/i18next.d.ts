// Keys of the Chinese catalogues are the type of every key: a word that is not there does not compile.
import 'i18next';
import type desk from './zh-CN/desk.ts';
import type field from './zh-CN/field.ts';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'common';
    resources: typeof desk & typeof field;
  }
}
