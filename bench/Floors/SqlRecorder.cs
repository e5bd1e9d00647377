using Hookwork.Catalog;
using Hookwork.Catalog.Files;
using Hookwork.SelfHost;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using SQLitePCL;

namespace Hookwork.Bench.Floors;

/// <summary>Selfhost in this process, which tells what statements an answer runs on a project's catalog.</summary>
internal sealed class SqlRecorder : IAsyncDisposable
{
    /// <summary>As many connections as a catalog keeps.</summary>
    private static readonly int Readers = Math.Max(4, 2 * Environment.ProcessorCount);

    private readonly DirectoryInfo _folder;
    private readonly SelfHostApp _app;
    private readonly CatalogLease _lease;
    private readonly SqliteConnection _connection;
    private readonly HttpClient _client;
    private readonly List<string> _statements = [];

    private SqlRecorder(DirectoryInfo folder, SelfHostApp app, CatalogLease lease)
    {
        (_folder, _app, _lease) = (folder, app, lease);
        _client = new HttpClient { BaseAddress = app.Url };
        _connection = BareSql.Open(lease.File.Path);
        Trace(Readers);
    }

    /// <summary>Starts it with the newest snapshot of the catalog.</summary>
    public static async Task<SqlRecorder> StartAsync(
        string storage,
        Uri upstream,
        long project,
        CancellationToken cancellationToken
    )
    {
        var folder = Directory.CreateTempSubdirectory("hookwork-bench-");
        var app = await SelfHostApp.StartAsync(
            new SelfHostOptions
            {
                Port = 0,
                Folder = folder.FullName,
                Only = [SelfHostOptions.HttpGroup],
                DrainTime = TimeSpan.Zero,
                Settings = new Dictionary<string, string?>(StringComparer.Ordinal)
                {
                    ["AzureWebJobsStorage"] = storage,
                    ["Patchwork__Url"] = upstream.ToString(),
                    ["Hookwork__CatalogFolder"] = Path.Combine(folder.FullName, "catalogs"),
                },
            },
            cancellationToken
        );
        return new SqlRecorder(
            folder,
            app,
            await app.Services.GetRequiredService<Catalogs>().UseNewestAsync(project, cancellationToken)
        );
    }

    /// <summary>The statements of the answer at a path.</summary>
    public async Task<BareSql> OfAsync(string path, CancellationToken cancellationToken)
    {
        // The first request lets the catalog catch up.
        for (var time = 0; time < 2; time++)
        {
            lock (_statements)
                _statements.Clear();
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            request.Headers.Accept.ParseAdd("application/json");
            using var answer = await _client.SendAsync(request, cancellationToken);
            answer.EnsureSuccessStatusCode();
        }
        lock (_statements)
            return new BareSql(_connection, _statements);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _connection.DisposeAsync();
        _lease.Dispose();
        await _app.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private bool Trace(int readers) =>
        readers == 0
        || _lease.File.Read(connection =>
        {
            raw.sqlite3_trace(connection.Handle, (_, sql) => Add(sql), null);
            return Trace(readers - 1);
        });

    private void Add(string sql)
    {
        // Neither transactions, nor what a virtual table runs: that begins with a comment sign, or quotes its table's name.
        if (
            (sql.StartsWith("SELECT", StringComparison.Ordinal) || sql.StartsWith("WITH", StringComparison.Ordinal))
            && !sql.Contains("'main'.", StringComparison.Ordinal)
        )
        {
            lock (_statements)
                _statements.Add(sql);
        }
    }
}
