// Starts lumbar lsp, and lets VS Code's own client talk with it. Everything else is the server's.
const { window, workspace } = require("vscode");
const { LanguageClient } = require("vscode-languageclient/node");

let client;

exports.activate = async () => {
  const command = workspace.getConfiguration("lumbar").get("command");
  client = new LanguageClient("lumbar", "Lumbar", { command, args: ["lsp"] }, { documentSelector: [{ language: "lumbar" }] });
  try {
    await client.start();
  } catch (e) {
    window.showErrorMessage(`${command} lsp did not start: ${e?.message ?? e}. Say where lumbar is in the setting lumbar.command, and reload the window.`);
  }
};

exports.deactivate = () => client?.stop();
