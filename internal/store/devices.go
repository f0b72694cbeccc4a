package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/openlumbar/lumbar/internal/access"
)

// AddDevice keeps a device by the hash of its secret.
func (s *Store) AddDevice(ctx context.Context, hash [sha256.Size]byte, d access.Device) error {
	_, err := s.db.ExecContext(ctx, `INSERT INTO devices (id, hash, name, role, paired_ms, seen_ms) VALUES (?, ?, ?, ?, ?, ?)`,
		d.ID, hash[:], d.Name, d.Role.String(), millis(d.Paired), millis(d.Seen))
	return about("keeping a device", err)
}

// DeviceOf is the device of a secret's hash.
func (s *Store) DeviceOf(ctx context.Context, hash [sha256.Size]byte) (access.Device, bool, error) {
	d, err := device(s.db.QueryRowContext(ctx, `SELECT id, name, role, paired_ms, seen_ms FROM devices WHERE hash = ?`, hash[:]))
	if errors.Is(err, sql.ErrNoRows) {
		return access.Device{}, false, nil
	}
	return d, err == nil, about("reading a device", err)
}

// SawDevice notes when a device was last heard.
func (s *Store) SawDevice(ctx context.Context, id string, at time.Time) error {
	_, err := s.db.ExecContext(ctx, `UPDATE devices SET seen_ms = ? WHERE id = ?`, millis(at), id)
	return about("noting a device", err)
}

// Devices is every device that was let in, by name.
func (s *Store) Devices(ctx context.Context) (all []access.Device, err error) {
	rows, err := s.db.QueryContext(ctx, `SELECT id, name, role, paired_ms, seen_ms FROM devices ORDER BY name, id`)
	if err != nil {
		return nil, fmt.Errorf("reading devices: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		d, err := device(rows)
		if err != nil {
			return nil, fmt.Errorf("reading devices: %w", err)
		}
		all = append(all, d)
	}
	return all, about("reading devices", rows.Err())
}

// RemoveDevice forgets a device; one that is not there is no error.
func (s *Store) RemoveDevice(ctx context.Context, id string) error {
	_, err := s.db.ExecContext(ctx, `DELETE FROM devices WHERE id = ?`, id)
	return about("removing a device", err)
}

// device reads a row. A role that this Lumbar does not know is a stranger's.
func device(row interface{ Scan(...any) error }) (d access.Device, err error) {
	var role string
	var paired, seen int64
	if err := row.Scan(&d.ID, &d.Name, &role, &paired, &seen); err != nil {
		return d, err
	}
	d.Role, _ = access.ParseRole(role)
	d.Paired, d.Seen = moment(paired), moment(seen)
	return d, nil
}
