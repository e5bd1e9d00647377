using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Hookwork.SelfHost;

/// <summary>
/// Azurite, Microsoft's emulator of Blob, Queue and Table storage, as a child process on Node.js. It ends with this
/// process, even after a crash. The first start on a machine installs it with npm.
/// </summary>
public sealed partial class Azurite : IAsyncDisposable
{
    /// <summary>The default account, as in <c>UseDevelopmentStorage=true</c>.</summary>
    public const string DefaultAccount = "devstoreaccount1";

    /// <summary>The key that Azurite's documentation publishes, as in <c>UseDevelopmentStorage=true</c>.</summary>
    public const string AccountKey =
        "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    /// <summary>Longer than an archive of 50,000 patches takes to be saved.</summary>
    internal static readonly TimeSpan StopTime = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan StartTime = TimeSpan.FromSeconds(60);

    private readonly string _script;
    private readonly AzuriteOptions _options;
    private readonly AzuriteFolder? _folder;
    private Process _process;

    private Azurite(string script, AzuriteOptions options, AzuriteFolder? folder, Process process)
    {
        _script = script;
        _options = options;
        _folder = folder;
        _process = process;
    }

    /// <summary>Whether Azurite is already installed for this user.</summary>
    public static bool IsInstalled => File.Exists(AzuriteInstall.Script());

    /// <summary>The id of the current or last Azurite process.</summary>
    public int ProcessId => _process.Id;

    /// <summary>Whether the process runs.</summary>
    public bool IsRunning => !_process.HasExited;

    /// <summary>The connection string of <see cref="DefaultAccount"/>.</summary>
    public string ConnectionString => ConnectionStringOf(DefaultAccount);

    /// <summary>The blob endpoint of <see cref="DefaultAccount"/>.</summary>
    public Uri BlobUri => Endpoint(_options.BlobPort, DefaultAccount);

    /// <summary>The queue endpoint of <see cref="DefaultAccount"/>.</summary>
    public Uri QueueUri => Endpoint(_options.QueuePort, DefaultAccount);

    /// <summary>The table endpoint of <see cref="DefaultAccount"/>.</summary>
    public Uri TableUri => Endpoint(_options.TablePort, DefaultAccount);

    /// <summary>
    /// Starts Azurite, installing it first when this user has never run it, and waits until all three services listen.
    /// </summary>
    /// <exception cref="SelfHostException">Node.js or npm is missing, a port is in use, another process holds the data
    /// folder, or Azurite exited during startup.</exception>
    public static async Task<Azurite> StartAsync(AzuriteOptions options, CancellationToken cancellationToken = default)
    {
        var script = await AzuriteInstall.EnsureAsync(cancellationToken);
        var folder = options.DataFolder is { } path ? await AzuriteFolder.TakeAsync(path, cancellationToken) : null;
        try
        {
            var (process, ports) = await LaunchAsync(script, options, folder, cancellationToken);
            return new Azurite(script, Fixed(options, ports), folder, process);
        }
        catch
        {
            folder?.Dispose();
            throw;
        }
    }

    /// <summary>The connection string of one of <see cref="AzuriteOptions.Accounts"/>.</summary>
    public string ConnectionStringOf(string account) =>
        $"DefaultEndpointsProtocol={Scheme};AccountName={account};AccountKey={_options.AccountKey};"
        + $"BlobEndpoint={Endpoint(_options.BlobPort, account)};QueueEndpoint={Endpoint(_options.QueuePort, account)};"
        + $"TableEndpoint={Endpoint(_options.TablePort, account)};";

    /// <summary>Kills the process, as a crash would. Writes of the last few seconds may be lost.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    /// <summary>Stops Azurite gracefully, so that it saves its data; kills it after half a minute.</summary>
    public async Task StopAsync()
    {
        if (_process.HasExited)
            return;
        _process.StandardInput.Close();
        try
        {
            await _process.WaitForExitAsync().WaitAsync(StopTime);
        }
        catch (TimeoutException)
        {
            Kill();
        }
    }

    /// <summary>Waits until the process has ended.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> EndAsync(CancellationToken cancellationToken)
    {
        var process = _process;
        await process.WaitForExitAsync(cancellationToken);
        return process.ExitCode;
    }

    /// <summary>
    /// Restarts Azurite on the same ports with the same data folder, after <see cref="Kill"/> or
    /// <see cref="StopAsync"/>.
    /// </summary>
    /// <exception cref="SelfHostException">As for <see cref="StartAsync"/>.</exception>
    public async Task RestartAsync(CancellationToken cancellationToken = default)
    {
        await StopAsync();
        var ended = _process;
        (_process, _) = await LaunchAsync(_script, _options, _folder, cancellationToken);
        ended.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _process.Dispose();
        _folder?.Dispose();
    }

    private static AzuriteOptions Fixed(AzuriteOptions options, int[] ports) =>
        options with
        {
            BlobPort = ports[0],
            QueuePort = ports[1],
            TablePort = ports[2],
        };

    private static async Task<(Process Process, int[] Ports)> LaunchAsync(
        string script,
        AzuriteOptions options,
        AzuriteFolder? folder,
        CancellationToken cancellationToken
    )
    {
        var process =
            NpmFolder.Start(StartInfo(script, options))
            ?? throw new SelfHostException(
                "Azurite needs Node.js, and no node is on the PATH: install Node.js, or set AzureWebJobsStorage to a storage account."
            );
        try
        {
            folder?.Note(process);
            using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            timeout.CancelAfter(StartTime);
            return (process, await PortsAsync(process, timeout.Token));
        }
        catch (Exception exception)
        {
            process.Kill();
            process.WaitForExit();
            process.Dispose();
            if (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested)
                throw new SelfHostException(
                    $"Azurite did not start within {StartTime.TotalSeconds} s: check whether this machine is overloaded."
                );
            throw;
        }
    }

    private static ProcessStartInfo StartInfo(string script, AzuriteOptions options)
    {
        List<string> arguments =
        [
            Path.Combine(AzuriteInstall.Sources, "run.mjs"),
            script,
            "--blobPort",
            $"{options.BlobPort}",
            "--queuePort",
            $"{options.QueuePort}",
            "--tablePort",
            $"{options.TablePort}",
            "--silent",
            "--skipApiVersionCheck",
            "--disableTelemetry",
        ];
        if (options.DataFolder is null)
            arguments.Add("--inMemoryPersistence");
        else
            arguments.AddRange(["--location", Path.GetFullPath(options.DataFolder)]);
        if (options.Https is var (certificate, key))
            arguments.AddRange(["--oauth", "basic", "--cert", certificate, "--key", key]);

        var start = new ProcessStartInfo("node", arguments)
        {
            WorkingDirectory = options.DataFolder is { } folder ? Path.GetFullPath(folder) : Path.GetTempPath(),
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["AZURITE_ACCOUNTS"] = string.Join(
            ';',
            options.Accounts.Prepend(DefaultAccount).Select(account => $"{account}:{options.AccountKey}")
        );
        return start;
    }

    /// <summary>
    /// Reads Azurite's output until it has printed its three ports; keeps draining the output in the background.
    /// </summary>
    private static async Task<int[]> PortsAsync(Process process, CancellationToken cancellationToken)
    {
        var told = new TaskCompletionSource<int[]>(TaskCreationOptions.RunContinuationsAsynchronously);
        var ports = new int[3];
        var error = "";
        process.OutputDataReceived += (_, line) =>
        {
            if (Listening().Match(line.Data ?? "") is not { Success: true } match)
                return;
            ports[Array.IndexOf(["Blob", "Queue", "Table"], match.Groups["service"].Value)] = int.Parse(
                match.Groups["port"].ValueSpan
            );
            if (!ports.Contains(0))
                told.TrySetResult(ports);
        };
        process.ErrorDataReceived += (_, line) =>
        {
            // What follows the error is where it happened, and the version of Node.js.
            if (!error.Contains("error:", StringComparison.OrdinalIgnoreCase) && !string.IsNullOrWhiteSpace(line.Data))
                error = line.Data.Trim();
        };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();

        var ended = process.WaitForExitAsync(cancellationToken);
        if (await Task.WhenAny(told.Task, ended) == told.Task)
            return await told.Task;
        await ended;
        if (error.Contains("EADDRINUSE", StringComparison.Ordinal))
            throw new SelfHostException(
                $"A port for Azurite is in use ({error}): stop the process that listens there, or give other ports."
            );
        var hint = await NodeVersion.HintAsync(cancellationToken);
        throw new SelfHostException(
            $"Azurite exited during startup (exit code {process.ExitCode}): {(error.Length > 0 ? error : "no error output")}{hint}."
        );
    }

    private string Scheme => _options.Https is null ? "http" : "https";

    private Uri Endpoint(int port, string account) => new($"{Scheme}://127.0.0.1:{port}/{account}");

    [GeneratedRegex(
        @"^Azurite (?<service>Blob|Queue|Table) service is successfully listening at \S+:(?<port>\d+)\s*$",
        RegexOptions.CultureInvariant
    )]
    private static partial Regex Listening();
}
