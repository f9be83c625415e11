package record

import (
	"context"
	"time"
)

// Until gives a context that ends after a while, or when a channel is closed; nil is never.
func Until(ctx context.Context, closed <-chan struct{}, limit time.Duration) (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithTimeout(ctx, limit)
	go func() {
		select {
		case <-closed:
			cancel()
		case <-ctx.Done():
		}
	}()
	return ctx, cancel
}
