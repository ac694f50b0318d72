// What a page is asked while it is open: does it move, can it be walked by keyboard.
window.access = (() => {
  const shifts = [];
  new PerformanceObserver((list) => {
    for (const { value, hadRecentInput, sources } of list.getEntries()) {
      if (hadRecentInput) continue;
      const moves = sources.map(({ node, previousRect: was, currentRect: is }) =>
        `${told(node)} from ${was.x},${was.y} to ${is.x},${is.y}`);
      shifts.push([value, performance.now(), ...moves]);
    }
  }).observe({ type: "layout-shift", buffered: true });

  function told(node) {
    if (!(node instanceof Element)) return node?.parentElement ? told(node.parentElement) : "?";
    const id = node.id && `#${node.id}`;
    const names = node.getAttribute("class")?.trim().replace(/\s+/g, ".") ?? "";
    const words = node.textContent.trim().replace(/\s+/g, " ").slice(0, 30);
    return `${node.localName}${id}${names && `.${names}`} “${words}”`;
  }

  const drawn = ({ width, height }) => width > 0 && height > 0;
  const styled = (element) => getComputedStyle(element);

  /** What stands for a control on the screen: itself, or the label of one that is hidden. */
  function standIns(element) {
    const { width, height } = element.getBoundingClientRect();
    if (width > 4 && height > 4 && Number(styled(element).opacity) > 0) return [element];
    const near = [element.nextElementSibling, element.parentElement, element.closest("label")];
    return [element, ...(element.labels ?? []), ...near].filter(Boolean);
  }

  function isOutlined(element) {
    const { outlineStyle, outlineWidth } = styled(element);
    return outlineStyle !== "none" && parseFloat(outlineWidth) >= 1;
  }

  /** Whether something of it can be seen where it stands, with nothing over it. */
  function isBare(element) {
    return standIns(element).some((one) => [...one.getClientRects()].some((box) => {
      const left = Math.max(box.left, 0);
      const top = Math.max(box.top, 0);
      const right = Math.min(box.right, innerWidth);
      const bottom = Math.min(box.bottom, innerHeight);
      if (right - left < 2 || bottom - top < 2) return false;
      const [x, y] = [(left + right) / 2, (top + bottom) / 2];
      return [[x, y], [left + 2, y], [right - 2, y], [x, top + 2], [x, bottom - 2]].some(([at, down]) => {
        const there = document.elementFromPoint(at, down);
        return there && (one.contains(there) || (there.localName === "label" && there.contains(one)));
      });
    }));
  }

  // Bars that stay where they are have a place of their own in the order.
  const isFixed = (element) => ["fixed", "sticky"].includes(styled(element).position);

  /** Whether `later` stands before `earlier` for somebody who reads. */
  function isBefore(later, earlier) {
    let root = earlier;
    while (!root.contains(later)) root = root.parentElement;
    if (root === earlier || root === later) return false;
    const below = (element) => {
      let child = element;
      while (child.parentElement !== root) child = child.parentElement;
      return child;
    };
    const [first, second] = [below(earlier), below(later)];
    if ([first, second].some((one) => isFixed(one) || styled(one).display === "contents")) return false;
    const [one, other] = [first, second].map((each) => each.getBoundingClientRect());
    if (!drawn(one) || !drawn(other)) return false;
    const isAbove = other.bottom <= one.top + 1 && other.left < one.right - 1;
    const isBeside = other.top < one.bottom - 1 && other.bottom > one.top + 1;
    return isAbove || (isBeside && other.right <= one.left + 1);
  }

  let last = null;
  return {
    shifts: () => shifts,
    /** What has the focus, null where nothing has, and what is wrong with its having it. */
    focused() {
      const here = document.activeElement;
      if (!here || here === document.body) {
        last = null;
        return null;
      }
      const wrong = [];
      if (!standIns(here).some(isOutlined)) wrong.push("focus is not seen");
      if (!isBare(here)) wrong.push("focus is covered or outside the screen");
      if (last?.isConnected && isBefore(here, last)) wrong.push(`stands before ${told(last)}`);
      last = here;
      return { told: told(here), wrong };
    },
    width: () => document.documentElement.scrollWidth,
    /** Bytes and number of what was asked for. */
    weight() {
      const asked = [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")];
      return { requests: asked.length, bytes: asked.reduce((sum, one) => sum + one.encodedBodySize, 0) };
    },
  };
})();
