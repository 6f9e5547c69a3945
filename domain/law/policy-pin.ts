/** The policy in force when the case was opened. It stays its own, unless a change of law says that open cases move. */
export interface PolicyPin {
  readonly zone: string;
  readonly on: string;
  readonly revision: number;
}
