package pullrequest

import (
	"context"
	"fmt"
	"regexp"
	"strings"

	"github.com/reproduce-action/reproduce/internal/github"
	"github.com/reproduce-action/reproduce/internal/printable"
)

var userLogin = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9_-]{0,99}(\[bot\])?$`)

// A Permission is what a person may do in the repository.
type Permission string

// GitHub's legacy names: maintain is shown as write, triage as read.
// https://docs.github.com/rest/collaborators/collaborators#get-repository-permissions-for-a-user
const (
	PermissionAdmin Permission = "admin"
	PermissionWrite Permission = "write"
	PermissionRead  Permission = "read"
	PermissionNone  Permission = "none"
)

var permissionRank = map[Permission]int{PermissionNone: 0, PermissionRead: 1, PermissionWrite: 2, PermissionAdmin: 3}

// AtLeast says whether p includes least. What is not one of the names includes
// nothing, and is included by nothing.
func (p Permission) AtLeast(least Permission) bool {
	have, known := permissionRank[p]
	want, asked := permissionRank[least]
	return known && asked && have >= want
}

// Permission asks GitHub what a person may do. Who is no collaborator may read
// a public repository and nothing in a private one. An event's
// author_association is no substitute: it shows public membership only.
func (c *Client) Permission(ctx context.Context, login string) (Permission, error) {
	if !userLogin.MatchString(login) {
		return PermissionNone, fmt.Errorf("login %q: not a user's name", printable.OneLine(login, 60))
	}
	op := github.Operation{Name: "ask what " + login + " may do", Permission: ""} // every token reads metadata
	level, _, err := c.API.Repositories.GetPermissionLevel(ctx, c.Owner, c.Name, login)
	if err != nil {
		if err = c.Explain(op, err); github.NotFound(err) {
			return PermissionNone, nil
		}
		return PermissionNone, err
	}
	p := Permission(level.GetPermission())
	if _, known := permissionRank[p]; !known {
		return PermissionNone, op.Unexpected(fmt.Sprintf("permission %q", printable.OneLine(string(p), 20)))
	}
	if level.GetUser() != nil && !strings.EqualFold(level.GetUser().GetLogin(), login) {
		return PermissionNone, op.Unexpected("another user")
	}
	return p, nil
}
