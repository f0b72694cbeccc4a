package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// rough is a programme with two things wrong with it, one behind characters of two and four bytes.
const rough = `programme "x" {
  title = "40 °C 𝔞"
  needs = ["carriage", "depth"]
  phase "w" {
    glide {
      over = "L5..L1"
      force = "24 mm"
      speed = "30 mm/s" # 𝔞
      for   = "60 s"
    }
  }
}
`

// tryNeovim is what a person would do, and prints what they would see.
const tryNeovim = `
local function wait(what, done) if not vim.wait(60000, done, 20) then print("NO " .. what) end end
vim.cmd("edit my.lumbar.hcl")
wait("diagnostics", function() return #vim.diagnostic.get(0) > 0 end)
for _, d in ipairs(vim.diagnostic.get(0)) do print("found", d.lnum, d.col, d.end_col, d.severity, d.message) end
local function ask(method, line, col)
  vim.api.nvim_win_set_cursor(0, { line, col })
  for _, a in pairs(vim.lsp.buf_request_sync(0, method, vim.lsp.util.make_position_params(), 60000) or {}) do return a.result end
end
print("hover", ask("textDocument/hover", 7, 8).contents.value)
for _, item in ipairs(ask("textDocument/completion", 7, 15).items) do print("item", item.label, item.detail) end
print("omnifunc", vim.bo.omnifunc)
vim.api.nvim_buf_set_text(0, 6, 18, 6, 20, { "N" })
wait("mended", function() return #vim.diagnostic.get(0) == 0 end)
if vim.lsp.buf.format then vim.lsp.buf.format({ timeout_ms = 60000 }) else vim.lsp.buf.formatting_sync({}, 60000) end
print(table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, false), "\n"))
vim.lsp.stop_client(vim.lsp.get_active_clients())
wait("end", function() return #vim.lsp.get_active_clients() == 0 end)
print("ended")
`

// TestNeovim tries the set-up of docs/editors.md with the editor itself, where there is one.
func TestNeovim(t *testing.T) {
	t.Parallel()
	nvim, err := exec.LookPath("nvim")
	if err != nil {
		t.Skip("no nvim on this machine: apt-get install neovim")
	}
	text, err := os.ReadFile(filepath.Join(docsDir, "editors.md"))
	if err != nil {
		t.Fatal(err)
	}
	config := regexp.MustCompile("(?s)```lua\n(.*?)```").FindSubmatch(text)
	if config == nil {
		t.Fatal("docs/editors.md has no set-up for Neovim")
	}
	dir := t.TempDir()
	for name, content := range map[string]string{"init.lua": string(config[1]), "try.lua": tryNeovim, "my.lumbar.hcl": rough} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	cmd := exec.Command(nvim, "--clean", "--headless", "-u", "init.lua", "-c", "luafile try.lua", "-c", "qa!")
	cmd.Dir, cmd.Env = dir, append(os.Environ(), "PATH="+binDir(t)+string(os.PathListSeparator)+os.Getenv("PATH"), "XDG_CACHE_HOME="+dir)
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	said := strings.ReplaceAll(string(out), "\r\n", "\n")
	for _, want := range []string{
		"found 6 14 21 1 \"24 mm\" is a length, not a force", "60 N from L5 to L1", "item medium 0.6 of what the person finds comfortable",
		"omnifunc v:lua.vim.lsp.omnifunc", "      over  = \"L5..L1\"\n      force = \"24 N\"\n      speed = \"30 mm/s\" # 𝔞\n", "ended",
	} {
		if !strings.Contains(said, want) {
			t.Errorf("no %q", want)
		}
	}
	if strings.Contains(said, "NO ") || t.Failed() {
		t.Errorf("it said:\n%s", said)
	}
}

// binDir holds the test binary as the command lumbar, as testscript has it.
func binDir(t *testing.T) string {
	t.Helper()
	lumbar, err := exec.LookPath("lumbar")
	if err != nil {
		t.Fatal(err)
	}
	return filepath.Dir(lumbar)
}
