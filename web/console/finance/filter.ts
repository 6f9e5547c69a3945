import { addressFilter } from '../reading/address-filter';

/** What the payments are narrowed by, as it stands in the address. */
export const paymentFilter = addressFilter(['state', 'batch']);
