import GoldenTranscripts

/// What a client has received of a run.
enum DecodedExample {
  static let bytes = Array(
    """
    id: 1
    event: update
    data: {"status":"thinking","message":"Planning","roadmap_step_id":null,\
    "roadmap_step_status":null,"roadmap":null}


    """.utf8)
}
