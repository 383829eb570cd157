// The reading place: at the end it follows what comes, elsewhere it stays and offers the way down.

export class Scroll {
  constructor(box, toEnd) {
    this.box = box;
    this.toEnd = toEnd;
    toEnd?.addEventListener("click", () => this.end());
    box.addEventListener("scroll", () => {
      if (this.toEnd && this.atEnd()) this.toEnd.hidden = true;
    });
    new ResizeObserver(() => {
      if (this.following) this.end();
    }).observe(box);
    this.following = true;
    box.addEventListener("scroll", () => (this.following = this.atEnd()));
  }

  atEnd() {
    return this.box.scrollHeight - this.box.scrollTop - this.box.clientHeight < 80;
  }

  end() {
    this.box.scrollTop = this.box.scrollHeight;
    if (this.toEnd) this.toEnd.hidden = true;
  }

  /** Changes the log, and goes along only if the viewer was at the end; else tells of what is new. */
  keep(change, isNew = true) {
    const follow = this.atEnd();
    change();
    if (follow) this.end();
    else if (this.toEnd && isNew) this.toEnd.hidden = false;
  }
}
