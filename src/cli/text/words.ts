// Small values in words.
export { amountWords, saidOr, words } from '../../domain/inWords.ts';

/** `DeliveryReported` as people read it: delivery reported. */
export const typeWords = (type: string): string => type.replace(/(?!^)([A-Z])/g, ' $1').toLowerCase();
