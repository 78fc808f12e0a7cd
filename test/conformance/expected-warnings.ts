/** A warning that our objects may get. */
export interface ExpectedWarning {
  readonly says: string;
  readonly because: string;
}

export const EXPECTED_WARNINGS: ExpectedWarning[] = [
  {
    says: 'large direct_responses may impact control plane performance',
    because: 'the largest body that is allowed is among the cases, and the doc comment of `body` names the warning',
  },
  {
    says: 'rule "default" match #1 is not used',
    because: 'behind a prefix that is stripped a rule for `/` takes the bare prefix, which the default route lists too',
  },
  {
    says: 'address is unset with network',
    because: 'a workload in another network is called through the gateway there, as the doc comment of `address` says',
  },
];
