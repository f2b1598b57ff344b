// How fast a job goes, and when it will be done, from what was seen in the last minutes.

const window = 5 * 60;

export class Pace {
  seen = [];

  /** @param {number} seconds now @param {number} done pictures with an end */
  add(seconds, done) {
    this.seen.push([seconds, done]);
    while (this.seen.length > 2 && this.seen[0][0] < seconds - window) this.seen.shift();
  }

  /** Pictures a second, null before there is anything to go by. */
  get rate() {
    const [first, last] = [this.seen[0], this.seen.at(-1)];
    return last && last[1] > first[1] ? (last[1] - first[1]) / (last[0] - first[0]) : null;
  }

  /** [earliest, likely, latest] seconds to go; pictures arrive like events by chance, so n of them are known to within two square roots. */
  eta(left) {
    if (!this.rate) return null;
    const arrived = this.seen.at(-1)[1] - this.seen[0][1];
    const spread = Math.min(0.8, 2 / Math.sqrt(arrived));
    return [left / (this.rate * (1 + spread)), left / this.rate, left / (this.rate * (1 - spread))];
  }
}
