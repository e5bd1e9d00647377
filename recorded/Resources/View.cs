namespace Hookwork.Recorded.Resources;

/// <summary>The parameters of rendering.</summary>
/// <param name="Origin">Scheme and authority of URLs, such as <c>http://127.0.0.1:8000</c>.</param>
/// <param name="Version">The API version of the path.</param>
/// <param name="Suffix">The suffix of <c>url</c> fields: <c>?format=json</c> if the request has it.</param>
/// <param name="Shape">The shape of the resource.</param>
internal readonly record struct View(string Origin, ApiVersion Version, string Suffix, Shape Shape)
{
    /// <summary>An embedded resource as recorded.</summary>
    public static View Recorded => new(Renderer.RecordedOrigin, ApiVersion.Newest, "", Shape.Embedded);
}
