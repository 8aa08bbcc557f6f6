// Rules over several fields of one payload. Law: every fault of a payload is told at once, so that a rule is judged also
// where other fields are at fault; one whose own fields are at fault says nothing of them.

interface Parsed {
  readonly value: unknown;
  readonly issues: readonly { readonly path?: readonly PropertyKey[] | undefined }[];
}

/** Hand it to `refine` with the error. @param fields those that the rule reads */
export const beside = (...fields: readonly string[]) => ({
  when: ({ value, issues }: Parsed): boolean =>
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    !issues.some(({ path: [first] = [] }) => fields.includes(String(first))),
});
