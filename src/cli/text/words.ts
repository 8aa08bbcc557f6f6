// Small values in words.
export { amountWords, saidOr, words } from '../../domain/inWords.ts';
