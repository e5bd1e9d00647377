using System.Text.Json;
using System.Text.Json.Nodes;
using Hookwork.Pages;
using Hookwork.Patchwork;
using Microsoft.AspNetCore.Http;

namespace Hookwork.Api.Http;

/// <summary>An answer in Patchwork's format. Reads carry an ETag for conditional requests.</summary>
internal sealed record ApiAnswer(int Status, string ContentType, ReadOnlyMemory<byte> Body) : IResult
{
    public const string JsonType = "application/json";
    private const string HtmlType = "text/html; charset=utf-8";

    /// <summary>Headers beside Content-Type and Content-Length.</summary>
    public IReadOnlyList<(string Name, string Value)> Headers { get; init; } = [];

    public static ApiAnswer Json(ReadOnlyMemory<byte> json, int status = StatusCodes.Status200OK) =>
        new(status, JsonType, json);

    public static ApiAnswer Json(JsonNode json, int status = StatusCodes.Status200OK) =>
        Json(PlainJson.Write(json), status);

    /// <summary>An answer with a <c>detail</c> sentence, as Django REST framework sends it.</summary>
    public static ApiAnswer Detail(int status, string detail) => Json(new JsonObject { ["detail"] = detail }, status);

    public static ApiAnswer NotFound { get; } = Detail(StatusCodes.Status404NotFound, "Not found.");

    /// <summary>A redirect, as Django sends it.</summary>
    public static ApiAnswer MovedTo(string address, int status) =>
        new ApiAnswer(status, HtmlType, default).With("Location", address);

    /// <summary>The answer with its JSON indented.</summary>
    public ApiAnswer Indented(int spaces)
    {
        if (spaces == 0 || ContentType != JsonType)
            return this;
        using var json = JsonDocument.Parse(Body);
        return this with { Body = PlainJson.Indented(json.RootElement.WriteTo, spaces) };
    }

    public ApiAnswer With(string name, string value) => this with { Headers = [.. Headers, (name, value)] };

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        AllowEverySite(response);
        // Django redirects to the address with a slash at its end before it reads this header.
        if (Status == StatusCodes.Status301MovedPermanently)
            response.Headers.XFrameOptions = default;
        foreach (var (name, value) in Headers)
            response.Headers.Append(name, value);
        var method = httpContext.Request.Method;
        var reads = HttpMethods.IsGet(method) || HttpMethods.IsHead(method);
        if (Status == StatusCodes.Status200OK && reads && ContentTag.SetAndCompare(httpContext, Body.Span))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }
        response.StatusCode = Status;
        response.ContentType = ContentType;
        response.ContentLength = Body.Length;
        if (!HttpMethods.IsHead(method))
            await response.Body.WriteAsync(Body, httpContext.RequestAborted);
    }

    /// <summary>Allows any origin to read public answers, without credentials (CORS).</summary>
    public static void AllowEverySite(HttpResponse response)
    {
        response.Headers.AccessControlAllowOrigin = "*";
        response.Headers.AccessControlExposeHeaders = "Link, ETag, Allow, Content-Disposition";
    }
}
