namespace Hookwork.SelfHost;

/// <summary>The installed npm package azurite.</summary>
internal static class AzuriteInstall
{
    private static readonly NpmFolder Folder = new(
        Sources,
        "azurite",
        "Azurite",
        ", or set AzureWebJobsStorage to a storage account"
    );

    /// <summary>The folder beside the program that holds package.json, package-lock.json and run.mjs.</summary>
    public static string Sources => Path.Combine(AppContext.BaseDirectory, "azurite");

    /// <summary>The path of azurite.js, installed or not.</summary>
    public static string Script() => ScriptIn(Folder.Home);

    /// <summary>Installs the pinned Azurite if it is missing.</summary>
    /// <returns>The path of azurite.js.</returns>
    /// <exception cref="SelfHostException">npm is missing, or the installation failed.</exception>
    public static async Task<string> EnsureAsync(CancellationToken cancellationToken) =>
        ScriptIn(await Folder.EnsureAsync(cancellationToken));

    private static string ScriptIn(string home) =>
        Path.Combine(home, "node_modules", "azurite", "dist", "src", "azurite.js");
}
