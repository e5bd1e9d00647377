using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables.Transactions;

namespace Azure.Data.Tables.Wire;

/// <summary>An account's table endpoint, and the pipeline over which requests to it are signed, sent and retried.</summary>
internal sealed class TableAccount
{
    private const string TokenScope = "https://storage.azure.com/.default";

    private readonly HttpPipeline pipeline;
    private readonly string version;

    private TableAccount(Uri endpoint, string name, HttpPipelinePolicy authentication, TableClientOptions? options)
    {
        options ??= new TableClientOptions();
        Endpoint = endpoint;
        Name = name;
        version = options.VersionString;
        pipeline = HttpPipelineBuilder.Build(new HttpPipelineOptions(options)
        {
            // Signed anew for each attempt: a signature holds for 15 minutes, a token may expire.
            PerRetryPolicies = { authentication },
            RequestFailedDetailsParser = TableErrorParser.Instance,
        });
    }

    /// <summary>Where the account's tables are, without a table's name.</summary>
    public Uri Endpoint { get; }

    /// <summary>The account's name.</summary>
    public string Name { get; }

    public static TableAccount Connect(string connectionString, TableClientOptions? options)
    {
        var (endpoint, credential) = TableConnectionString.Parse(connectionString);
        return Connect(endpoint, credential, options);
    }

    public static TableAccount Connect(Uri endpoint, TableSharedKeyCredential credential, TableClientOptions? options)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        ArgumentNullException.ThrowIfNull(credential);
        return new(endpoint, credential.AccountName, new SharedKeyPolicy(credential), options);
    }

    public static TableAccount Connect(Uri endpoint, TokenCredential credential, TableClientOptions? options)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        ArgumentNullException.ThrowIfNull(credential);
        return new(endpoint, TableUri.Account(endpoint), new BearerTokenAuthenticationPolicy(credential, TokenScope), options);
    }

    /// <summary>A request for <paramref name="path"/>, which is percent-encoded and relative to the endpoint.</summary>
    public HttpMessage CreateMessage(RequestMethod method, string path, ResponseClassifier classifier)
    {
        var message = pipeline.CreateMessage();
        message.ResponseClassifier = classifier;
        var request = message.Request;
        request.Method = method;
        request.Uri.Reset(Endpoint);
        request.Uri.AppendPath(path, escape: false);
        request.Headers.Add("x-ms-version", version);
        request.Headers.Add("DataServiceVersion", "3.0");
        request.Headers.Add("Accept", "application/json;odata=minimalmetadata");
        return message;
    }

    /// <summary>Sends a request without a body, and returns the answer if it is a success.</summary>
    /// <exception cref="RequestFailedException">It is an error.</exception>
    public async Task<Response> SendAsync(HttpMessage message, CancellationToken cancellationToken)
    {
        await pipeline.SendAsync(message, cancellationToken).ConfigureAwait(false);
        return message.Response.IsError ? throw new RequestFailedException(message.Response) : message.Response;
    }

    /// <summary>Sends a request with a body, and returns the answer if it is a success.</summary>
    /// <exception cref="RequestFailedException">It is an error.</exception>
    public async Task<Response> SendAsync(
        HttpMessage message, RequestBody body, string contentType, CancellationToken cancellationToken)
    {
        message.Request.Headers.Add("Content-Type", contentType);
        message.Request.Content = RequestContent.Create(body.Written);
        var response = await SendAsync(message, cancellationToken).ConfigureAwait(false);

        // An attempt that was given up may still be reading the buffer, so only an undisturbed one gives it back.
        if (message.ProcessingContext.RetryNumber == 0)
            body.Release();
        return response;
    }

    /// <summary>The answers to the actions of a transaction, which has been sent.</summary>
    /// <exception cref="TableTransactionFailedException">One of the actions was refused, hence all.</exception>
    public static IReadOnlyList<Response> ReadTransaction(Response response)
    {
        var parts = ChangeSetReader.Read(response);
        foreach (var part in parts)
        {
            if (part.IsError)
                throw new TableTransactionFailedException(new RequestFailedException(part, null, TableErrorParser.Instance));
        }

        return parts;
    }
}
