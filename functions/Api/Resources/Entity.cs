namespace Hookwork.Api.Resources;

/// <summary>What a JSON object of the API describes.</summary>
internal enum Entity
{
    Project,
    Person,
    User,

    /// <summary>
    /// A user as projects name their maintainers: by the id of a profile, which no other resource tells.
    /// </summary>
    Maintainer,
    Patch,
    Cover,
    Series,
    PatchComment,
    CoverComment,
    Check,
    Event,
    Payload,
    Bundle,
}
