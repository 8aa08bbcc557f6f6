// Checks a Concordat log with Go's own sumdb/note and sumdb/tlog, which know nothing of Concordat.
//
// usage: verify FOLDER VKEY OLDSIZE OLDROOT
//
// FOLDER holds what the log serves, under its paths: checkpoint, tile/..., tile/entries/...
// It opens the checkpoint with the key, checks every entry's record proof and the tree's proof from the older root,
// both made from the tiles by Go's own code, and prints one line.
package main

import (
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const height = 8

// tiles reads tile files. Go's paths name the height (tile/8/0/000); C2SP's do not, and call data entries.
type tiles struct{ folder string }

func (t tiles) Height() int                                { return height }
func (t tiles) SaveTiles(tiles []tlog.Tile, data [][]byte) {}
func (t tiles) ReadTiles(wanted []tlog.Tile) ([][]byte, error) {
	var all [][]byte
	for _, tile := range wanted {
		data, err := os.ReadFile(filepath.Join(t.folder, path(tile)))
		if err != nil {
			return nil, err
		}
		all = append(all, data)
	}
	return all, nil
}

func path(tile tlog.Tile) string {
	p := strings.TrimPrefix(tile.Path(), fmt.Sprintf("tile/%d/", height))
	return "tile/" + strings.Replace(p, "data/", "entries/", 1)
}

func main() {
	if err := run(os.Args[1], os.Args[2], os.Args[3], os.Args[4]); err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
}

func run(folder, vkey, oldSize, oldRoot string) error {
	tree, err := openCheckpoint(filepath.Join(folder, "checkpoint"), vkey)
	if err != nil {
		return err
	}
	hashes := tlog.TileHashReader(tree, tiles{folder})
	if err := checkRecords(folder, tree, hashes); err != nil {
		return err
	}
	size, err := strconv.ParseInt(oldSize, 10, 64)
	if err != nil {
		return err
	}
	root, err := tlog.ParseHash(oldRoot)
	if err != nil {
		return err
	}
	proof, err := tlog.ProveTree(tree.N, size, hashes)
	if err != nil {
		return err
	}
	if err := tlog.CheckTree(proof, tree.N, tree.Hash, size, root); err != nil {
		return fmt.Errorf("consistency: %w", err)
	}
	fmt.Printf("%d records, consistent with %d\n", tree.N, size)
	return nil
}

func openCheckpoint(file, vkey string) (tlog.Tree, error) {
	verifier, err := note.NewVerifier(vkey)
	if err != nil {
		return tlog.Tree{}, err
	}
	msg, err := os.ReadFile(file)
	if err != nil {
		return tlog.Tree{}, err
	}
	opened, err := note.Open(msg, note.VerifierList(verifier))
	if err != nil {
		return tlog.Tree{}, err
	}
	lines := strings.Split(opened.Text, "\n")
	if len(lines) != 4 || lines[0] != verifier.Name() {
		return tlog.Tree{}, fmt.Errorf("not a checkpoint of %s: %q", verifier.Name(), opened.Text)
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil {
		return tlog.Tree{}, err
	}
	root, err := base64.StdEncoding.DecodeString(lines[2])
	if err != nil || len(root) != tlog.HashSize {
		return tlog.Tree{}, fmt.Errorf("no root: %q", lines[2])
	}
	tree := tlog.Tree{N: size}
	copy(tree.Hash[:], root)
	return tree, nil
}

func checkRecords(folder string, tree tlog.Tree, hashes tlog.HashReader) error {
	for n := int64(0); n*256 < tree.N; n++ {
		width := tree.N - n*256
		if width > 256 {
			width = 256
		}
		bundle, err := os.ReadFile(filepath.Join(folder, path(tlog.Tile{H: height, L: -1, N: n, W: int(width)})))
		if err != nil {
			return err
		}
		for i := int64(0); i < width; i++ {
			length := int(binary.BigEndian.Uint16(bundle))
			record := bundle[2 : 2+length]
			bundle = bundle[2+length:]
			id := n*256 + i
			proof, err := tlog.ProveRecord(tree.N, id, hashes)
			if err != nil {
				return err
			}
			if err := tlog.CheckRecord(proof, tree.N, tree.Hash, id, tlog.RecordHash(record)); err != nil {
				return fmt.Errorf("record %d: %w", id, err)
			}
		}
	}
	return nil
}
