using System.ComponentModel;
using System.Diagnostics;
using System.Security.Cryptography;

namespace Hookwork.SelfHost;

/// <summary>npm packages, installed once per user and lock file: the first process installs, the others wait.</summary>
/// <param name="sources">The folder that holds package.json and package-lock.json.</param>
/// <param name="name">A short name for the installation folder.</param>
/// <param name="product">The product's name in messages.</param>
/// <param name="otherwise">The alternative to installing Node.js, as the end of a sentence.</param>
internal sealed class NpmFolder(string sources, string name, string product, string otherwise = "")
{
    private const int MostMoves = 20;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    // On Windows, no variable names the folder of a user's data.
    private static readonly string Advice = OperatingSystem.IsWindows()
        ? "let this user write there"
        : "let HOME name a folder where this user may write";

    /// <summary>Installs the pinned packages if they are missing.</summary>
    /// <returns>The folder that contains node_modules.</returns>
    /// <exception cref="SelfHostException">npm is missing, or the installation failed.</exception>
    public async Task<string> EnsureAsync(CancellationToken cancellationToken)
    {
        var home = Home;
        if (Directory.Exists(home))
            return home;
        try
        {
            return await InstallAsync(home, cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new SelfHostException(
                $"{product} cannot be installed in {home} ({exception.Message.TrimEnd('.')}): {Advice}{otherwise}."
            );
        }
    }

    private async Task<string> InstallAsync(string home, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(home)!);
        await using (await FileLock.TakeAsync(home + ".lock", cancellationToken))
        {
            // A complete installation is renamed to this name.
            if (Directory.Exists(home))
                return home;
            var partial = home + ".partial";
            if (Directory.Exists(partial))
                Directory.Delete(partial, recursive: true);
            Directory.CreateDirectory(partial);
            foreach (var file in Directory.EnumerateFiles(sources))
                File.Copy(file, Path.Combine(partial, Path.GetFileName(file)));
            await NpmAsync(partial, cancellationToken);
            await MoveAsync(partial, home, cancellationToken);
        }

        return home;
    }

    /// <summary>
    /// Renames a folder. Windows refuses this while a file in it is open, and an antivirus reads new files for a while.
    /// </summary>
    internal static async Task MoveAsync(string folder, string target, CancellationToken cancellationToken)
    {
        for (var moves = 1; ; moves++)
        {
            try
            {
                Directory.Move(folder, target);
                return;
            }
            catch (IOException) when (moves < MostMoves)
            {
                await Task.Delay(Pause, cancellationToken);
            }
        }
    }

    /// <summary>The installation folder, one for each lock file, so that versions do not share a folder.</summary>
    public string Home
    {
        get
        {
            var hash = SHA256.HashData(File.ReadAllBytes(Path.Combine(sources, "package-lock.json")));
            var user = Environment.GetFolderPath(
                Environment.SpecialFolder.LocalApplicationData,
                Environment.SpecialFolderOption.DoNotVerify
            );
            return Path.Combine(
                user.Length > 0 ? user : Path.GetTempPath(),
                "hookwork",
                $"{name}-{Convert.ToHexStringLower(hash)[..16]}"
            );
        }
    }

    private async Task NpmAsync(string folder, CancellationToken cancellationToken)
    {
        // No package needs its install scripts here.
        var start = new ProcessStartInfo(
            OperatingSystem.IsWindows() ? "npm.cmd" : "npm",
            ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
        )
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        using var npm =
            Start(start)
            ?? throw new SelfHostException(
                $"{product} needs Node.js with npm, and no npm is on the PATH: install Node.js{otherwise}."
            );
        npm.StandardInput.Close();
        try
        {
            var output = npm.StandardOutput.ReadToEndAsync(cancellationToken);
            var errors = await npm.StandardError.ReadToEndAsync(cancellationToken);
            await output;
            await npm.WaitForExitAsync(cancellationToken);
            if (npm.ExitCode == 0)
                return;
            var reason =
                errors
                    .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                    .FirstOrDefault()
                ?? "no reason given";
            var hint = await NodeVersion.HintAsync(cancellationToken);
            throw new SelfHostException(
                $"{product} could not be installed: npm ci ended with exit code {npm.ExitCode} ({reason}){hint}."
            );
        }
        catch (OperationCanceledException)
        {
            npm.Kill(entireProcessTree: true);
            throw;
        }
    }

    /// <summary>Starts a program; <see langword="null"/> if it does not exist.</summary>
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
