namespace Hookwork.Mail.Reviews;

/// <summary>A reply in pieces.</summary>
/// <param name="Remarks">What its author wrote, in the order of the reply. Quotes, attributions, marks of omission such
/// as <c>[...]</c>, tags such as <c>Reviewed-by</c> and the signature are left out.</param>
/// <param name="Trailers">Its trailers.</param>
public sealed record Review(IReadOnlyList<Remark> Remarks, IReadOnlyList<Trailer> Trailers);
