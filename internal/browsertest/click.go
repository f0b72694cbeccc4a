package browsertest

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// pressing clicks what a selector finds, if it can be seen, is able to be used and nothing lies over it. It says what kept it
// from that, or nothing. For a radio or a box the label is what people press.
const pressing = `((selector) => {
	const is = document.querySelector(selector);
	if (!is) return "is not there";
	if (is.disabled) return "is disabled";
	const seen = is.labels?.[0] ?? is;
	if (!seen.checkVisibility({ visibilityProperty: true })) return "cannot be seen";
	const on = () => {
		const box = seen.getClientRects()[0]; // of a link over two lines, the first: the middle of both may lie beside it
		const hit = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
		return hit && (seen.contains(hit) || is.contains(hit)) ? "" : "is covered by " + (hit?.outerHTML ?? "nothing").slice(0, 80);
	};
	if (on()) seen.scrollIntoView({ block: "center", behavior: "instant" });
	const covered = on();
	if (covered) return covered;
	is.focus();
	is.click();
	return "";
})`

// Click presses the element that a selector finds, once it can be pressed. It looks and presses within one step of the page,
// so that nothing that moves in between, as a banner that comes, can take its place: a mouse sent to where the element just
// was would press what is there now.
func Click(selector string) chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		ctx, cancel := context.WithTimeout(ctx, Patience)
		defer cancel()
		gesture, byValue := true, true
		for {
			got, err := chromedp.Call(ctx, runtime.Evaluate, runtime.EvaluateParams{
				Expression: pressing + "(" + strconv.Quote(selector) + ")", UserGesture: &gesture, ReturnByValue: &byValue,
			})
			if err != nil {
				return fmt.Errorf("pressing %s: %w", selector, err)
			}
			if got.ExceptionDetails != nil {
				return fmt.Errorf("pressing %s: %s", selector, got.ExceptionDetails.Text)
			}
			kept := string(got.Result.Value)
			if kept == `""` {
				return nil
			}
			select {
			case <-ctx.Done():
				return fmt.Errorf("%s cannot be pressed, it %s: %w", selector, kept, ctx.Err())
			case <-time.After(20 * time.Millisecond):
			}
		}
	})
}
