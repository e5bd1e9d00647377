namespace Hookwork.Api.Resources;

/// <summary>The kind of a JSON object of the API.</summary>
internal enum Entity
{
    Project,
    Person,
    User,

    /// <summary>A user as a project's maintainer: its id is that of a profile, which no other resource has.</summary>
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
