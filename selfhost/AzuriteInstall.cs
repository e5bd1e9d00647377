namespace Hookwork.SelfHost;

/// <summary>The installed npm package azurite.</summary>
internal static class AzuriteInstall
{
    /// <summary>The alternative to Azurite, as the end of a sentence.</summary>
    public const string Otherwise = ", or set AzureWebJobsStorage to a storage account";

    private static readonly NpmFolder Folder = new(Sources, "azurite", "Azurite", Otherwise);

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
