"""Which rule decided that a command runs, is asked first or is denied, and what would allow it."""

PHRASES = {
    "I may not run {command}.": "{command} 명령은 실행할 수 없습니다.",
    "{effect} statement {name} ({place})": "{effect} 문 {name} ({place})",
    "{action} on {resource}": "{resource}에 대한 {action}",
    "allowed by {statement}": "허용한 규칙: {statement}",
    "{statement} of {layer} denies {what}": "{layer}의 {statement}에 따라 거부됩니다: {what}",
    "no statement of {layer} ({names}) allows {what}": "{layer}({names})에 허용하는 문이 없습니다: {what}",
    "none": "없음",
    "{because}; the nearest is {statement}": "{because}; 가장 가까운 것은 {statement}입니다",
    "the guardrails of {channel}": "{channel} 채널의 가드레일",
    "no guardrails are configured (closed by default)": "설정된 가드레일이 없습니다(기본값은 모두 거부)",
    "nothing is known about {action}, and no statement of {layer} names it in full": (
        "{action}: 알려진 것이 없고, {layer}에도 이 이름을 그대로 적은 문이 없습니다"
    ),
    "{keys} can't be known before the call": "호출하기 전에는 알 수 없는 값입니다: {keys}",
    "which resource it is about can't be told from the command": "명령만으로는 어느 리소스인지 알 수 없습니다",
    "narrow that statement in {place}, or ask whoever keeps it": (
        "{place}에 있는 그 문의 범위를 줄이거나 관리하는 분께 요청하세요"
    ),
    "allow {action} there": "그곳에서 {action} 작업을 허용하세요",
    "add {what} to {key} in bellhop.yaml": "bellhop.yaml의 {key}에 추가하세요: {what}",
    "name {action} in full in a policy of {key}": "{key}의 정책에 {action} 이름을 그대로 적으세요",
    # built-in rules
    "it needs approval, by {rules}": "승인이 필요합니다. 승인 규칙: {rules}",
    "it needs approval": "승인이 필요한 명령입니다",
    "ask for it in the channel": "채널에서 요청하세요",
    "read-only commands run at once (built-in rule)": "읽기만 하는 명령은 바로 실행합니다(기본 규칙)",
    "commands that change something are asked first (built-in rule)": (
        "무언가를 바꾸는 명령은 먼저 확인합니다(기본 규칙)"
    ),
    "nothing is known about {action}, so it is asked first (built-in rule)": (
        "{action}: 알려진 것이 없어 먼저 확인합니다(기본 규칙)"
    ),
    "{action} does more than look, so it is asked first (built-in rule)": (
        "{action}: 읽기만 하는 작업이 아니어서 먼저 확인합니다(기본 규칙)"
    ),
    # deny lists
    "secrets stay out of chat: {why} (built-in deny list)": "비밀은 채팅에 내보내지 않습니다: {why}(기본 거부 목록)",
    "{action} hands out credentials": "{action} 작업은 자격 증명을 내줍니다",
    "{action} with decryption hands out secrets": "{action} 작업은 복호화하면 비밀을 내줍니다",
    "run it where only you read the answer": "본인만 답을 볼 수 있는 곳에서 실행하세요",
    "{pattern} is denied in this channel (deny list)": "이 채널에서 거부하는 작업입니다: {pattern}(거부 목록)",
    "take it from the channel's `deny` list": "채널의 `deny` 목록에서 빼세요",
    "{pattern} does not run from chat (the hard deny list, AWS's own)": (
        "채팅에서 실행하지 않는 작업입니다: {pattern}(AWS가 정한 거부 목록)"
    ),
    "write allow_sensitive: {{reason: …, actions: [{actions}]}} for the channel": (
        "채널 설정에 allow_sensitive: {{reason: …, actions: [{actions}]}} 항목을 적으세요"
    ),
    # the organization's chat policy
    "the organization's chat policy forbids it: {why}": "조직의 채팅 정책에서 금지합니다: {why}",
    "ask whoever keeps the chat policy": "채팅 정책을 관리하는 분께 요청하세요",
    "{platform} is disabled": "{platform} 사용 안 함",
    "workspace {workspace} is not listed": "목록에 없는 워크스페이스 {workspace}",
    "slack.workspace is not set, and it lists some": "워크스페이스 목록이 있는데 slack.workspace가 설정되지 않음",
    "{role} is not among its role settings": "역할 설정에 없는 {role}",
    "it is part of the template {template}: put a policy of your own in its place in {key}": (
        "{template} 템플릿에 들어 있는 거부입니다. {key}에서 템플릿 대신 직접 만든 정책을 쓰세요"
    ),
    "allow {action} in {layer}": "{layer}에서 {action} 권한을 허용하세요",
    "everybody in {channel} needs a role of their own (user_roles)": (
        "{channel} 채널에서는 개인 역할이 있어야 명령을 실행할 수 있습니다(user_roles)"
    ),
    "say switch-role {role}": "switch-role {role}라고 말하세요",
    "ask whoever keeps bellhop.yaml for a role of yours under `users:`": (
        "bellhop.yaml을 관리하는 분에게 `users:`에 역할을 적어 달라고 요청하세요"
    ),
}
