export { graphql, unmask, type FragmentType } from './generated';
export { serviceError, type FailureKind, type ServiceFailure } from './errors';
export type * from './generated/schema';
