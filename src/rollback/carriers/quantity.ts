export interface Quantity {
  readonly peak: number;
  readonly unit: string;
}
