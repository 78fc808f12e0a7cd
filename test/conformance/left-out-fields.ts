/** Fields that no value of the library writes. Those below such a path are left out with it. */
export interface LeftOutFields {
  readonly kind: string;
  /** As in `fields.ts`. */
  readonly paths: string[];
  readonly because: string;
}

export const LEFT_OUT_FIELDS: LeftOutFields[] = [
];
