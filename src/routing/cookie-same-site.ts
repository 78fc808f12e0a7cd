/** To which requests from other websites browsers add a cookie. */
export enum CookieSameSite {
  /** To none. */
  STRICT = 'Strict',
  /** Only if somebody follows a link. */
  LAX = 'Lax',
  /** To all; browsers take such a cookie only with `secure`. */
  NONE = 'None',
}
