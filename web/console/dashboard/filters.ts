import { addressFilter, type AddressFilter } from '../reading/address-filter';

/* What the pages of the dashboard are narrowed by, as it stands in their addresses. */

const ofCompression = ['from', 'to', 'by'] as const;
export type CompressionFilter = AddressFilter<(typeof ofCompression)[number]>;
export const compressionFilter = addressFilter(ofCompression);

const ofDecided = ['from', 'to', 'department', 'item', 'broken', 'explained'] as const;
export type DecidedFilter = AddressFilter<(typeof ofDecided)[number]>;
export const decidedFilter = addressFilter(ofDecided);
