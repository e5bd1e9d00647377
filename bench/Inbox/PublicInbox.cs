using System.Diagnostics;

namespace Hookwork.Bench.Inbox;

/// <summary>Debian's public-inbox-httpd in a separate process, over the mails of an mbox.</summary>
internal sealed class PublicInbox : IAsyncDisposable
{
    private const string Program = "/usr/bin/public-inbox-httpd";
    private const string Modules = "/usr/share/perl5/PublicInbox/InboxWritable.pm";

    private readonly Process _process;
    private readonly DirectoryInfo _folder;
    private readonly Task _output;

    private PublicInbox(Process process, DirectoryInfo folder, Uri url, Task output)
    {
        (_process, _folder, Url, _output) = (process, folder, url, output);
    }

    /// <summary>The root of its only inbox.</summary>
    public Uri Url { get; }

    /// <summary>Imports the mails and serves them; null if public-inbox is not installed.</summary>
    public static async Task<PublicInbox?> StartAsync(Stream mbox, CancellationToken cancellationToken)
    {
        if (!File.Exists(Program) || !File.Exists(Modules))
        {
            Progress.Tell($"public-inbox is not installed: apt-get install public-inbox");
            return null;
        }
        var folder = Directory.CreateTempSubdirectory("hookwork-bench-");
        try
        {
            var inbox = Path.Combine(folder.FullName, "mails");
            var mails = await ImportAsync(mbox, inbox, cancellationToken);
            Progress.Tell($"public-inbox imported {mails} mails");
            var port = LocalPort.Free();
            var url = new Uri($"http://127.0.0.1:{port}/mails/");
            var configuration = Path.Combine(folder.FullName, "config");
            await File.WriteAllTextAsync(
                configuration,
                $"[publicinbox \"mails\"]\n\tinboxdir = {inbox}\n\taddress = mails@bench.example\n\turl = {url}\n",
                cancellationToken
            );
            // Without workers it answers in the process that is ended later.
            var process = Process.Start(
                new ProcessStartInfo(Program, ["-W0", "-l", $"127.0.0.1:{port}"])
                {
                    RedirectStandardOutput = true,
                    RedirectStandardError = true,
                    Environment = { ["PI_CONFIG"] = configuration },
                }
            )!;
            var started = new PublicInbox(
                process,
                folder,
                url,
                Task.WhenAll(
                    process.StandardOutput.ReadToEndAsync(CancellationToken.None),
                    process.StandardError.ReadToEndAsync(CancellationToken.None)
                )
            );
            try
            {
                await LocalPort.WaitAsync(port, process, cancellationToken);
                return started;
            }
            catch
            {
                started.End();
                throw;
            }
        }
        catch
        {
            folder.Delete(recursive: true);
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        End();
        await _output;
        await _process.WaitForExitAsync();
        _process.Dispose();
        _folder.Delete(recursive: true);
    }

    private static async Task<string> ImportAsync(Stream mbox, string inbox, CancellationToken cancellationToken)
    {
        using var perl = Process.Start(
            new ProcessStartInfo("perl", [Path.Combine(AppContext.BaseDirectory, "import.pl"), inbox])
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            }
        )!;
        var output = perl.StandardOutput.ReadToEndAsync(cancellationToken);
        var errors = perl.StandardError.ReadToEndAsync(cancellationToken);
        await using (var input = perl.StandardInput.BaseStream)
            await mbox.CopyToAsync(input, cancellationToken);
        await perl.WaitForExitAsync(cancellationToken);
        return perl.ExitCode == 0
            ? (await output).Trim()
            : throw new InvalidOperationException($"public-inbox did not take the mails: {await errors}");
    }

    private void End()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
    }
}
