"""Why a command or an option of the AWS CLI is not for a chat, and what to use instead."""

PHRASES = {
    "{command} isn't run here: {why}.": "{command} 명령은 여기에서 실행하지 않습니다. {why}.",
    # options
    "it would send the command, signed with this channel's role, to an address from a chat": (
        "이 채널의 역할로 서명한 명령이 채팅에서 받은 주소로 나가게 됩니다"
    ),
    "profiles are on your machine; a channel works with its own role": (
        "프로파일은 사용자의 컴퓨터에 있고, 채널은 자기 역할로 일합니다"
    ),
    "it would print signed requests into the channel; the log of Bellhop has the details": (
        "서명된 요청이 채널에 찍히게 됩니다. 자세한 내용은 Bellhop의 로그에 있습니다"
    ),
    "a command always checks that it is AWS that answers": "답하는 곳이 AWS인지 항상 확인합니다",
    "certificates are set in Bellhop's configuration, not in a chat": (
        "인증서는 채팅이 아니라 Bellhop 설정에서 정합니다"
    ),
    "commands are always signed with the channel's role": "명령은 항상 채널의 역할로 서명합니다",
    "how long a command may take is set in Bellhop's configuration": "명령의 제한 시간은 Bellhop 설정에서 정합니다",
    "how long a connection may take is set in Bellhop's configuration": "연결의 제한 시간은 Bellhop 설정에서 정합니다",
    "it belongs to the AWS CLI; say help to see what Bellhop can do": (
        "AWS CLI의 옵션입니다. Bellhop이 할 수 있는 일은 help로 볼 수 있습니다"
    ),
    "it belongs to the AWS CLI": "AWS CLI의 옵션입니다",
    "it prints an empty form for a file; say the command with --help to see its parameters": (
        "파일로 쓸 빈 양식을 출력하는 옵션입니다. 파라미터는 명령 뒤에 --help를 붙이면 볼 수 있습니다"
    ),
    "a secret key doesn't belong in a channel": "비밀 키는 채널에 적지 않습니다",
    "it saves a file on your machine": "사용자의 컴퓨터에 파일을 저장하는 옵션입니다",
    # commands
    "it works with files on your own machine": "사용자 컴퓨터의 파일을 다루는 명령입니다",
    "it sets up the machine that it runs on": "실행되는 컴퓨터를 설정하는 명령입니다",
    "it prints a credential, and a channel is no place for one": "자격 증명을 출력하므로 채널에 맞지 않습니다",
    "it makes several calls in a row and decides between them": "여러 호출을 이어 가며 스스로 판단하는 명령입니다",
    "it opens a terminal session, which a channel can't hold": "터미널 세션을 여는 명령이라 채널에서 쓸 수 없습니다",
    "s3 ls, s3 mb and s3 rb are; s3api has every S3 operation": (
        "s3 ls, s3 mb, s3 rb는 됩니다. 모든 S3 작업은 s3api에 있습니다"
    ),
    "each search domain has an address of its own, which can't be given in a chat": (
        "검색 도메인마다 주소가 따로 있는데 채팅에서는 적을 수 없습니다"
    ),
    "it sets up the AWS CLI of your machine; a channel's role and region are set in bellhop.yaml": (
        "사용자 컴퓨터의 AWS CLI를 설정하는 명령입니다. 채널의 역할과 리전은 bellhop.yaml에서 정합니다"
    ),
    "it reads the AWS CLI's own records on your machine; say history for this channel's commands": (
        "사용자 컴퓨터에 있는 AWS CLI의 기록을 읽는 명령입니다. 이 채널의 명령은 history로 볼 수 있습니다"
    ),
    "there is no sign-in here: a channel works with its role": "여기에는 로그인이 없고, 채널은 자기 역할로 일합니다",
    "it belongs to the AWS CLI 2; dynamodb has every DynamoDB operation": (
        "AWS CLI 2의 명령입니다. 모든 DynamoDB 작업은 dynamodb에 있습니다"
    ),
    "it belongs to the AWS CLI's own development": "AWS CLI 개발에 쓰는 명령입니다",
    "a channel has no files; s3api get-object shows an object, s3api copy-object copies one inside S3": (
        "채널에는 파일이 없습니다. 객체를 보려면 s3api get-object, S3 안에서 복사하려면 s3api copy-object를 쓰세요"
    ),
    "it copies and deletes; s3api copy-object, then s3api delete-object do it one by one": (
        "복사한 뒤 지우는 명령입니다. s3api copy-object 다음에 s3api delete-object로 하나씩 할 수 있습니다"
    ),
    "it deletes many objects at once; s3api delete-object deletes one": (
        "한꺼번에 여러 객체를 지우는 명령입니다. 하나는 s3api delete-object로 지울 수 있습니다"
    ),
    "it compares folders of your machine; run it there, s3 ls --recursive shows what a bucket has": (
        "컴퓨터의 폴더와 견주는 명령이니 그 컴퓨터에서 실행하세요. 버킷의 내용은 s3 ls --recursive로 볼 수 있습니다"
    ),
    "its answer is a link that lets anybody in; run it on your machine": (
        "누구나 들어올 수 있는 링크가 답이므로 사용자의 컴퓨터에서 실행하세요"
    ),
    "s3api put-bucket-website does it": "s3api put-bucket-website를 쓰세요",
    "it needs a private key in a file": "파일에 든 개인 키가 필요합니다",
    "its answer is a stream without end; logs filter-log-events shows what is there": (
        "답이 끝없는 스트림입니다. 남아 있는 로그는 logs filter-log-events로 볼 수 있습니다"
    ),
    "it would have to read the distribution first; get it with cloudfront get-distribution-config, "
    "and give the changed configuration as --distribution-config with --if-match": (
        "배포를 먼저 읽어야 합니다. cloudfront get-distribution-config로 받은 구성을 고쳐 "
        "--distribution-config와 --if-match로 적으세요"
    ),
}
