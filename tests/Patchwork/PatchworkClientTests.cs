using System.Net.Sockets;
using Hookwork.Input;
using Hookwork.Patchwork;
using Hookwork.Recorded;
using Hookwork.Tests.Ingest;
using Hookwork.Tests.Webhooks;

namespace Hookwork.Tests.Patchwork;

public sealed class PatchworkClientTests
{
    [Fact]
    public async Task A_process_that_starts_while_the_server_has_no_API_finds_it_later()
    {
        await using var patchwork = await RecordedPatchwork.StartAsync();
        await using var deployment = await Deployment.StartAsync(patchwork.Url);
        var client = new PatchworkClient(deployment.Get<PatchworkConnection>(), deployment.Get<PatchworkSettings>());

        using (patchwork.Faults.Add(Fault.NotFound, When.Always))
            await Assert.ThrowsAsync<UpstreamBlockedException>(() => client.StateAsync(1, default));

        Assert.Equal("new", await client.StateAsync(1, default));
    }

    [Fact]
    public async Task There_is_an_event_although_a_proxy_whose_server_is_away_answers_404_to_everything()
    {
        await using var patchwork = await RecordedPatchwork.StartAsync();
        await using var deployment = await Deployment.StartAsync(patchwork.Url);
        var client = deployment.Get<PatchworkClient>();
        Assert.NotEmpty(await client.ProjectsAsync(default));

        using var fault = patchwork.Faults.Add(Fault.NotFound, When.Always);

        await Assert.ThrowsAsync<UpstreamBlockedException>(() => client.NewestEventDateAsync(null, null, default));
        await Assert.ThrowsAsync<UpstreamBlockedException>(() => client.OldestPatchAsync(default));
    }

    [Fact]
    public async Task No_mbox_is_fetched_from_another_host()
    {
        await using var patchwork = await RecordedPatchwork.StartAsync();
        await using var deployment = await Deployment.StartAsync(patchwork.Url);

        var mbox = await deployment
            .Get<PatchworkClient>()
            .MboxAsync("/http://127.0.0.1:1/mbox/", (_, _) => Task.FromResult("read"), default);

        Assert.Null(mbox);
        Assert.Contains(
            patchwork.Requests.ToList(),
            request => request.Path.EndsWith("1/mbox/", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task A_server_that_redirects_to_another_host_is_not_read_but_named()
    {
        await using var patchwork = await RecordedPatchwork.StartAsync();
        await using var former = await Target.StartAsync(context =>
        {
            context.Response.Redirect(new Uri(patchwork.Url, context.Request.Path.Value).AbsoluteUri);
            return Task.CompletedTask;
        });

        var failed = await Assert.ThrowsAsync<SettingsException>(() => Deployment.StartAsync(new Uri(former.Origin)));

        Assert.Contains($"redirects to {patchwork.Url}", failed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_connection_that_is_closed_as_it_begins_is_a_server_that_cannot_be_reached()
    {
        await using var patchwork = await RecordedPatchwork.StartAsync();
        var closing = new ClosingHandler();
        await using var deployment = await Deployment.StartAsync(patchwork.Url, handler: () => closing);
        closing.IsClosing = true;

        await Assert.ThrowsAsync<UpstreamUnavailableException>(() =>
            deployment.Get<PatchworkClient>().PatchAsync(2170001, default)
        );
    }

    [Fact]
    public async Task What_is_wrong_with_the_TLS_of_a_server_is_said()
    {
        await using var patchwork = await RecordedPatchwork.StartAsync();
        // It speaks plain HTTP.
        var url = new UriBuilder(patchwork.Url) { Scheme = Uri.UriSchemeHttps }.Uri;

        var failed = await Assert.ThrowsAsync<SettingsException>(() => Deployment.StartAsync(url));

        Assert.Contains("cannot be reached", failed.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("inner exception", failed.Message, StringComparison.Ordinal);
    }

    /// <summary>Fails as HttpClient does when it asks such a connection for its remote endpoint.</summary>
    private sealed class ClosingHandler : DelegatingHandler
    {
        public bool IsClosing { get; set; }

        protected override Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request,
            CancellationToken cancellationToken
        ) =>
            IsClosing
                ? throw new SocketException((int)SocketError.NotConnected)
                : base.SendAsync(request, cancellationToken);
    }
}
