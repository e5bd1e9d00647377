using System.ComponentModel;
using System.Diagnostics;
using System.Security.Cryptography;

namespace Hookwork.SelfHost;

/// <summary>
/// The npm package azurite, installed once per user and lock file: whoever comes first installs, everybody else waits for it.
/// </summary>
internal static class AzuriteInstall
{
    /// <summary>The folder beside the program that holds package.json, package-lock.json and run.mjs.</summary>
    public static string Sources { get; } = Path.Combine(AppContext.BaseDirectory, "azurite");

    /// <summary>Installs the pinned Azurite unless it is there.</summary>
    /// <returns>The path of azurite.js.</returns>
    /// <exception cref="SelfHostException">npm is missing, or could not install it.</exception>
    public static async Task<string> EnsureAsync(CancellationToken cancellationToken)
    {
        var (home, script) = (Home(), Script());
        if (File.Exists(script)) return script;

        Directory.CreateDirectory(Path.GetDirectoryName(home)!);
        await using (await LockAsync(home + ".lock", cancellationToken))
        {
            // The folder appears under its name only when it is complete.
            if (File.Exists(script)) return script;
            var partial = home + ".partial";
            if (Directory.Exists(partial)) Directory.Delete(partial, recursive: true);
            if (Directory.Exists(home)) Directory.Delete(home, recursive: true);
            Directory.CreateDirectory(partial);
            foreach (var file in Directory.EnumerateFiles(Sources)) File.Copy(file, Path.Combine(partial, Path.GetFileName(file)));
            await NpmAsync(partial, cancellationToken);
            Directory.Move(partial, home);
        }

        return script;
    }

    /// <summary>Where azurite.js is, or will be.</summary>
    public static string Script() => Path.Combine(Home(), "node_modules", "azurite", "dist", "src", "azurite.js");

    /// <summary>A folder for each lock file, so that another version is another folder.</summary>
    private static string Home()
    {
        var hash = SHA256.HashData(File.ReadAllBytes(Path.Combine(Sources, "package-lock.json")));
        var user = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.Create);
        return Path.Combine(user.Length > 0 ? user : Path.GetTempPath(), "hookwork", "azurite-" + Convert.ToHexStringLower(hash)[..16]);
    }

    /// <summary>A lock between processes; the system lifts it when its holder dies.</summary>
    private static async Task<FileStream> LockAsync(string path, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.Asynchronous);
            }
            catch (IOException)
            {
                await Task.Delay(100, cancellationToken);
            }
        }
    }

    private static async Task NpmAsync(string folder, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(OperatingSystem.IsWindows() ? "npm.cmd" : "npm")
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // Its packages' install scripts build nothing that Azurite needs here.
        foreach (var argument in (string[])["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]) start.ArgumentList.Add(argument);

        using var npm = Start(start) ?? throw new SelfHostException(
            "Azurite needs Node.js with npm, and no npm is on the PATH: install Node.js, or set AzureWebJobsStorage to a storage account.");
        npm.StandardInput.Close();
        try
        {
            var output = npm.StandardOutput.ReadToEndAsync(cancellationToken);
            var errors = await npm.StandardError.ReadToEndAsync(cancellationToken);
            await output;
            await npm.WaitForExitAsync(cancellationToken);
            if (npm.ExitCode == 0) return;
            var reason = errors.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).FirstOrDefault() ?? "no reason given";
            throw new SelfHostException($"Azurite could not be installed: npm ci ended with exit code {npm.ExitCode} ({reason}).");
        }
        catch (OperationCanceledException)
        {
            npm.Kill(entireProcessTree: true);
            throw;
        }
    }

    /// <summary>Starts a program; <see langword="null"/> when there is none of that name.</summary>
    public static Process? Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start);
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
