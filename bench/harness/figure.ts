// A figure that is no comparison: a size, a peak of memory, a time, and the most it is to be.

export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** undefined where there is no aim */
  readonly atMost?: number;
  /** what was measured, in words */
  readonly of: string;
}

export function figureLine({ name, value, unit, atMost, of }: Figure): string {
  const aim = atMost === undefined ? '' : `  ${value <= atMost ? 'met' : 'not met'}: at most ${atMost}`;
  return `${name}: ${shown(value)} ${unit}${aim}  (${of})`;
}

const shown = (value: number): string =>
  value < 100 ? value.toPrecision(3) : Math.round(value).toLocaleString('en-US');
