// What generated commitments are about, and how their records put it.

export const AREAS = [
  'space',
  'supply-chains',
  'cyber-security',
  'water',
  'fisheries',
  'clean-energy',
  'semiconductors',
  'public-health',
  'shipping',
  'education',
  'critical-minerals',
  'biodiversity',
  'disaster-relief',
  'migration',
  'artificial-intelligence',
  'quantum',
  'railways',
  'nuclear-safety',
  'agriculture',
  'standards',
  'defence-industry',
  'culture',
  'statistics',
  'polar-research',
] as const;

export const TITLES = {
  Body: ['Consultative body on {area}', 'Joint commission for {area}', 'Working group on {area}'],
  Cooperation: ['Cooperation on {area}', 'Partnership for {area}', 'Exchange of expertise on {area}'],
  Project: ['Joint {area} project', '{area} corridor', 'Pilot programme on {area}'],
  Statement: ['Joint statement on {area}', 'Declaration on {area}', 'Letter of intent on {area}'],
  Agreement: ['Framework agreement on {area}', 'Convention on {area}', 'Memorandum of understanding on {area}'],
  Contribution: ['Contribution to {area}', 'Financing for {area}', 'Delivery of equipment for {area}'],
} as const;

export const UNITS = ['EUR million', 'vehicles', 'vaccine doses', 'hectares', 'MW', 'scholarships', 'tonnes'] as const;
export const ASSESSORS = ['Monitoring Desk', 'Compliance Review', 'Harbour Institute', 'Treaty Watch'] as const;
export const PRESS = ['The Harbour Gazette', 'Le Courrier du Nord', 'Wire Service One', 'Zeitung am Fluss'] as const;
export const PLACES = ['Port Alder', 'Nordhavn', 'São Verano', 'Kesmouth', 'Lisbrook', 'Ostermark'] as const;
export const LANGUAGES = ['en', 'en', 'en', 'fr', 'es', 'de', 'ko'] as const;
export const OCCASIONS = ['summit', 'meeting', 'session', 'dialogue', 'visit', 'conference'] as const;

export const LEVELS = ['annual', 'ministerial', 'director-general', 'senior officials', 'heads of state'] as const;
export const BASES = [
  'the depositary received the last instrument needed',
  'both sides notified each other that their procedures were complete',
  'provisional application from the date of signature',
] as const;
export const REASONS = [
  'the official record is preferred to the report of it',
  'the figure was taken from the annex, not from the summary',
  'the document covers the period and was checked against the register',
  'the party published the same in its own gazette',
] as const;
export const SUMMARIES = [
  'The implementation report lists what was done in the period, by measure and by budget line.',
  'Minutes of the session, with the decisions taken and who took part.',
  'Procurement notices and the contracts that followed from them.',
  'An audit of the programme by the national office, with three recommendations.',
] as const;
export const CONCERNS = [
  'Members of the parliament asked on which legal basis the commitment rests.',
  'The neighbouring states were not consulted before the announcement.',
  'The schedule leaves less time for the review than the agreement provides.',
] as const;
export const RESERVATIONS = [
  'The party does not consider itself bound by the article on the settlement of disputes.',
  'The party understands the term in the sense of its own legislation.',
] as const;
export const SCALES = [
  { scale: 'A to F', ratings: { kept: 'A', partly_kept: 'C', not_kept: 'F' } },
  { scale: '0 to 100', ratings: { kept: '90', partly_kept: '50', not_kept: '10' } },
] as const;
export const CONDITIONS = ['subject to the approval of the parliament', 'if the budget is adopted'] as const;
