package github

import (
	"net/http"
	"time"
)

// pace keeps two writes a second apart, as GitHub asks. It waits its turn.
func (d *door) pace(req *http.Request) error {
	if req.Method == http.MethodGet {
		return nil
	}
	d.pacing.Lock()
	defer d.pacing.Unlock()
	d.mu.Lock()
	wait := d.lastWrite.Add(writeGap).Sub(d.now())
	d.mu.Unlock()
	if wait > 0 {
		if err := d.sleep(req.Context(), min(wait, writeGap)); err != nil {
			return err
		}
	}
	d.mu.Lock()
	d.lastWrite = d.now()
	d.mu.Unlock()
	return nil
}

// note remembers GitHub's clock, and which GitHub it is.
func (d *door) note(resp *http.Response) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if date, err := http.ParseTime(resp.Header.Get("Date")); err == nil {
		d.date = date
	}
	if version := resp.Header.Get("X-GitHub-Enterprise-Version"); version != "" {
		d.enterprise = version
	}
}

// served gives the time of the last answer by GitHub's clock; zero before one.
func (d *door) served() time.Time {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.date
}

func (d *door) count(req *http.Request, attempt int) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if attempt > 0 {
		d.stats.Retries++
	}
	if polling(req.Context()) {
		d.stats.Polls++
		return
	}
	d.stats.Requests++
	if req.Method != http.MethodGet {
		d.stats.Writes++
	}
}
