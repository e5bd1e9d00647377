using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Hookwork.Input;

/// <summary>Reads operators' requests, each one small JSON object, and answers those that are not valid.</summary>
internal static class OperatorInput
{
    private const int Largest = 64 << 10;

    /// <summary>Reads a body that is one JSON object, or empty.</summary>
    /// <exception cref="InputException">It is not a JSON object, or too large.</exception>
    public static async Task<JsonObject> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var body =
            await RequestBody.ReadAsync(request, Largest, cancellationToken)
            ?? throw new InputException($"The body is over {Largest >> 10} KiB.");
        if (body.Length == 0)
            return [];
        try
        {
            using var document = JsonDocument.Parse(
                body,
                new JsonDocumentOptions { AllowDuplicateProperties = false, MaxDepth = 8 }
            );
            ReadTexts(document.RootElement);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? JsonObject.Create(document.RootElement.Clone())!
                : throw new InputException("The body is not a JSON object.");
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            throw new InputException($"The body is not valid JSON: {Printable.Escape(exception.Message)}");
        }
    }

    /// <summary>Refuses all fields but these, of which there are at least two.</summary>
    /// <exception cref="InputException">There is another field.</exception>
    public static void Admit(JsonObject input, params string[] fields)
    {
        if (
            input.Select(field => field.Key).FirstOrDefault(name => !fields.Contains(name, StringComparer.Ordinal)) is
            { } unknown
        )
            throw new InputException(
                $"The field '{Printable.Escape(unknown)}' is not known here: give {string.Join(", ", fields[..^1])} or {fields[^1]}."
            );
    }

    /// <summary>Reads every string, since a lone surrogate is detected only then.</summary>
    /// <exception cref="InvalidOperationException">A string has a lone surrogate.</exception>
    private static void ReadTexts(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.String:
                _ = element.GetString();
                break;
            case JsonValueKind.Array:
                foreach (var item in element.EnumerateArray())
                    ReadTexts(item);
                break;
            case JsonValueKind.Object:
                foreach (var field in element.EnumerateObject())
                {
                    _ = field.Name;
                    ReadTexts(field.Value);
                }
                break;
        }
    }

    /// <summary>Answers what cannot be read, or an <see cref="InputException"/>, with a 400 and a sentence.</summary>
    public static async ValueTask<object?> AnswerFaultsAsync(
        EndpointFilterInvocationContext context,
        EndpointFilterDelegate next
    )
    {
        // Set where a parameter of the address cannot be read. The endpoint would not run, and say nothing.
        if (context.HttpContext.Response.StatusCode == StatusCodes.Status400BadRequest)
            return Results.Problem(
                "A parameter of the address is not a whole number.",
                statusCode: StatusCodes.Status400BadRequest
            );
        try
        {
            return await next(context);
        }
        catch (InputException exception)
        {
            return Results.Problem(exception.Message, statusCode: StatusCodes.Status400BadRequest);
        }
    }
}
