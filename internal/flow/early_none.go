//go:build nodesk

package flow

import (
	"context"

	"github.com/reproduce-action/reproduce/internal/train"
)

// trainWatched trains: the curves of a training on GitHub are looked at when it is over.
func (c *check) trainWatched(ctx context.Context) (train.Training, error) {
	return c.train(ctx, c.result.Plan, c.result.Change, 1)
}
