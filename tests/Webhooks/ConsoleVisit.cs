using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Hookwork.Recorded;
using Hookwork.Tests.Ingest;
using Hookwork.Tests.Site;
using Hookwork.Webhooks.Subscriptions;

namespace Hookwork.Tests.Webhooks;

/// <summary>An operator who visits the console, behind a runtime that checks the function key.</summary>
public abstract class ConsoleVisit : IAsyncLifetime
{
    private readonly TestClock _clock = new();
    private RecordedPatchwork _patchwork = null!;
    private ServedDeployment _server = null!;

    /// <summary>The function key that the runtime checks.</summary>
    private protected string Key { get; set; } = "the-function-key/+=";

    private protected Deployment Deployment { get; private set; } = null!;

    /// <summary>Follows no redirect and keeps no cookie: the tests carry cookies themselves, to see them.</summary>
    private protected HttpClient Browser { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        _patchwork = await RecordedPatchwork.StartAsync(visibleEvents: WebhookHost.Events);
        _clock.Follow(_patchwork.Time);
        Deployment = await Ingest.Deployment.StartAsync(_patchwork.Url, time: _clock, settings: Hooks.Local);
        _server = await ServedDeployment.StartAsync(Deployment, key: () => Key);
        Browser = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false })
        {
            BaseAddress = _server.Client.BaseAddress,
        };
        await Deployment.RunToIdleAsync();
    }

    public async Task DisposeAsync()
    {
        Browser.Dispose();
        await _server.DisposeAsync();
        await Deployment.DisposeAsync();
        await _patchwork.DisposeAsync();
    }

    private protected async Task<string> SignInAsync()
    {
        using var answer = await PostAsync(null, "/webhooks/sign-in", ("key", Key));
        return answer.Headers.GetValues("Set-Cookie").Single().Split(';')[0];
    }

    private protected async Task<(string Path, string Secret)> CreateAsync(
        string session,
        params (string Name, string Value)[] fields
    )
    {
        using var answer = await SendFormAsync(session, "/webhooks/new", "/webhooks/new", [("do", "save"), .. fields]);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var page = await answer.PageAsync();
        return ($"/webhooks/{(await OnlyAsync()).Id}/", page.QuerySelector("pre.copy")!.TextContent);
    }

    private protected async Task<Subscription> OnlyAsync() =>
        (await Deployment.Get<SubscriptionStore>().AllAsync(default)).Single();

    private protected Task<HttpResponseMessage> ActAsync(
        string session,
        string path,
        string action,
        params (string, string)[] fields
    ) => SendFormAsync(session, path, path, [("do", action), .. fields]);

    /// <summary>Sends a form with the token that a page has.</summary>
    private protected async Task<HttpResponseMessage> SendFormAsync(
        string session,
        string page,
        string address,
        params (string, string)[] fields
    ) => await PostAsync(session, address, [("_token", (await TokenAsync(session, page))!), .. fields]);

    private protected async Task<string?> TokenAsync(string session, string path) =>
        (await PageAsync(session, path)).QuerySelector("input[name=_token]")?.GetAttribute("value");

    private protected async Task<IHtmlDocument> PageAsync(string session, string path)
    {
        using var answer = await GetAsync(session, path);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.PageAsync();
    }

    private protected Task<HttpResponseMessage> PostAsync(
        string? session,
        string address,
        params (string, string)[] fields
    ) =>
        SendAsync(
            session,
            address,
            [("Origin", Browser.BaseAddress!.GetLeftPart(UriPartial.Authority)), ("Sec-Fetch-Site", "same-origin")],
            fields
        );

    private protected async Task<HttpResponseMessage> SendAsync(
        string? session,
        string address,
        (string Name, string Value)[] headers,
        params (string Name, string Value)[] fields
    )
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, address)
        {
            Content = new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value))),
        };
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        if (session is not null)
            request.Headers.Add("Cookie", session);
        return await Browser.SendAsync(request);
    }

    private protected Task<HttpResponseMessage> GetAsync(string cookie, string address) =>
        Browser.GetAsync(address, "Cookie", cookie);

    private protected static IHtmlInputElement Input(IHtmlDocument page, string name) =>
        (IHtmlInputElement)page.QuerySelector($"form.fields input[name={name}]")!;

    private protected static async Task<IElement?> FormAsync(HttpResponseMessage answer, string action) =>
        (await answer.PageAsync()).QuerySelector($"form[action='/webhooks/{action}']");
}
